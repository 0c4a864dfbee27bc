-- What administrators are told, and how it reaches them.

-- kind: changed, failed or recovered. link: path of a page. The unique keys are the indices of the page's filter and of a run's summary.
create table if not exists notice (
  id bigint not null,
  run_id bigint null,
  kind varchar(10) not null,
  cause varchar(150) not null,
  message_code varchar(60) not null,
  message_arguments text not null,
  link varchar(200) null,
  at varchar(33) not null,
  primary key (id),
  unique (kind, id),
  unique (run_id, id)
) /*table*/;

-- A failure that lasts: told once, counted after that, until it is over.
create table if not exists notice_cause (
  cause varchar(150) not null,
  notice_id bigint not null,
  first_at varchar(33) not null,
  last_at varchar(33) not null,
  times integer not null,
  primary key (cause)
) /*table*/;

-- Where summaries go: mail, webhook. Written by the servers at their start, from their settings, so that whoever writes a notice need not know them.
create table if not exists notice_channel (
  channel varchar(10) not null,
  since varchar(33) not null,
  primary key (channel)
) /*table*/;

-- A summary for one channel: the notices of one run, or those without a run, from first_notice_id to last_notice_id.
-- state: waiting, sent or given-up. A server sends while it holds the lease. id goes out with the summary, the same at each attempt.
create table if not exists notice_delivery (
  id char(32) not null,
  run_id bigint null,
  channel varchar(10) not null,
  first_notice_id bigint not null,
  last_notice_id bigint not null,
  state varchar(10) not null,
  attempts integer not null,
  created_at varchar(33) not null,
  next_at varchar(33) not null,
  lease_until varchar(33) null,
  ended_at varchar(33) null,
  last_error varchar(500) null,
  primary key (id),
  unique (state, channel, next_at, id),
  unique (last_notice_id, channel),
  unique (created_at, id)
) /*table*/;

-- Up to where a user has seen the notices.
create table if not exists notice_read (
  user_id bigint not null,
  last_id bigint not null,
  primary key (user_id)
) /*table*/;
