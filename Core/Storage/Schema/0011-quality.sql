-- Services that are one under several names, and what is wrong with the stored data.

-- A number for each decision on a pair; whoever decides holds its row.
delete from id_counter where name = 'service_pair';

insert into id_counter (name, last_id) values ('service_pair', 0);

-- state: proposed (by the matching job), confirmed or refused (by a person). reasons: JSON array of [code, argument…].
-- basis: active_revision of publication when it was proposed.
create table if not exists service_pair (
  earlier_id bigint not null,
  later_id bigint not null,
  score double not null,
  reasons text not null,
  state varchar(10) not null,
  basis bigint not null,
  proposed_at varchar(33) not null,
  decided_by varchar(100) null,
  decided_at varchar(33) null,
  comment varchar(1000) null,
  primary key (earlier_id, later_id),
  unique (later_id, earlier_id)
) /*table*/;

-- The services of each chain of confirmed pairs, itself included, with the one of them that was listed last.
create table if not exists service_link (
  service_id bigint not null,
  series_id bigint not null,
  primary key (service_id),
  unique (series_id, service_id)
) /*table*/;

-- kind: duplicate, impossible, jump or stale. finding_key: the same when the same thing is found again. reason: JSON array of code and arguments.
-- is_current: found by the last run; what is explained is kept when it is not, for when it comes back.
create table if not exists quality_finding (
  finding_key varchar(190) not null,
  kind varchar(10) not null,
  is_grave integer not null,
  reason text not null,
  dataset varchar(30) not null,
  force_code varchar(12) null,
  department varchar(3) null,
  service_id bigint null,
  period integer not null,
  size double not null,
  is_current integer not null,
  first_run_id bigint not null,
  first_seen_at varchar(33) not null,
  last_seen_at varchar(33) not null,
  explained_by varchar(100) null,
  explained_at varchar(33) null,
  comment varchar(1000) null,
  primary key (finding_key),
  unique (kind, finding_key)
) /*table*/;

-- What the last complete check looked at. links: the last number of service_pair then.
create table if not exists quality_check (
  id integer not null,
  active_revision bigint not null,
  links bigint not null,
  checked_at varchar(33) null,
  run_id bigint not null,
  primary key (id)
) /*table*/;

delete from quality_check;

insert into quality_check (id, active_revision, links, checked_at, run_id) values (1, -1, -1, null, 0);
