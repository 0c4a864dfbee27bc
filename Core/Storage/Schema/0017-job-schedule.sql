-- When jobs run by themselves. QuartzUpgrade, which runs after this script, carries over what Quartz kept in tables of its own.

-- cron: six fields, seconds first, days of the week from 0 for Sunday. time_zone: name by IANA. last_due_at: the last time that was taken, whatever became
-- of the run; the next one is computed from it. job_run.due_at: the time for which a run was started, one run a time; null for runs by other causes.
create table if not exists job_schedule (
  job varchar(40) not null,
  cron varchar(100) not null,
  time_zone varchar(100) not null,
  is_paused integer not null,
  last_due_at varchar(33) not null,
  primary key (job)
) /*table*/;
