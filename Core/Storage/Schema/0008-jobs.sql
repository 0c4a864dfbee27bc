-- Runs of jobs, what they said, and the notices that came of them.

delete from id_counter where name in ('job_run', 'notice');

insert into id_counter (name, last_id) values ('job_run', 0), ('notice', 0);

-- Who may run a job now: the run that holds the lease. A process that died loses it.
create table if not exists job_lock (
  job varchar(40) not null,
  run_id bigint null,
  lease_until varchar(33) null,
  primary key (job)
) /*table*/;

-- cause: schedule, person, after (another job), command. state: running, succeeded, unchanged, failed, stopped, died.
-- parameter: what part of the job is asked for, such as one source; null: all of it. A message is a code and its arguments as a JSON array.
-- resumes: the run that was cut off and is taken up again. stopped_by: who asked a running run to stop, or stopped it.
-- end_order: from the counter of ids, so that "ended before that one began" needs no clock.
create table if not exists job_run (
  id bigint not null,
  job varchar(40) not null,
  cause varchar(10) not null,
  parameter varchar(80) null,
  resumes bigint null,
  started_by varchar(100) not null,
  node varchar(100) not null,
  state varchar(10) not null,
  started_at varchar(33) not null,
  ended_at varchar(33) null,
  step varchar(60) null,
  rows_done bigint not null,
  rows_total bigint null,
  row_count bigint not null,
  has_changed integer not null,
  message_code varchar(60) null,
  message_arguments text null,
  stopped_by varchar(100) null,
  end_order bigint null,
  primary key (id),
  unique (job, id),
  unique (state, id)
) /*table*/;

-- subject: what the line is about where a run has several, such as source:3; empty: the run.
create table if not exists job_log (
  run_id bigint not null,
  ordinal integer not null,
  at varchar(33) not null,
  level varchar(10) not null,
  subject varchar(80) not null,
  message_code varchar(60) not null,
  message_arguments text not null,
  primary key (run_id, ordinal),
  unique (subject, run_id, ordinal)
) /*table*/;
