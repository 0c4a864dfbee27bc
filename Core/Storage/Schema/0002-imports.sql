-- Files brought to the import page or the API, and what made vintages active.

delete from id_counter where name in ('import', 'flip');

insert into id_counter (name, last_id) values ('import', 0), ('flip', 0);

-- state: queued, reading, waiting (for a decision), mapping (for a profile), invalid, unchanged, accepted, refused, failed.
-- A process that reads it holds a lease; one that died loses it, and another begins anew.
-- basis: what was active in the dataset when the report was made.
create table if not exists import_file (
  id bigint not null,
  file_name varchar(255) not null,
  size_bytes bigint not null,
  sha256 char(64) not null,
  origin varchar(10) not null,
  profile varchar(30) null,
  state varchar(10) not null,
  format varchar(30) null,
  dataset varchar(30) null,
  vintage_id bigint null,
  first_period integer null,
  last_period integer null,
  fact_count bigint not null,
  total bigint not null,
  error_count integer not null,
  warning_count integer not null,
  message text null,
  basis char(64) null,
  step varchar(10) null,
  rows_done bigint not null,
  rows_total bigint null,
  lease_until varchar(33) null,
  uploaded_by varchar(100) not null,
  uploaded_at varchar(33) not null,
  decided_by varchar(100) null,
  decided_at varchar(33) null,
  comment varchar(1000) null,
  primary key (id)
) /*table*/;

create table if not exists import_finding (
  import_id bigint not null,
  ordinal integer not null,
  severity varchar(10) not null,
  code varchar(40) not null,
  sheet varchar(100) null,
  sheet_row integer null,
  sheet_column varchar(100) null,
  found text null,
  reason text not null,
  primary key (import_id, ordinal)
) /*table*/;

-- What the file would change, as JSON: read whole or not at all.
create table if not exists import_report (
  import_id bigint not null,
  report longtext not null,
  primary key (import_id)
) /*table*/;

-- Each change of active_vintage. kind: accept or restore (of an earlier vintage), which can be undone; undo or redo of one of these (target_id).
-- state: done, undone, or discarded (undone, then another change was made: no redo).
create table if not exists flip (
  id bigint not null,
  dataset varchar(30) not null,
  kind varchar(10) not null,
  state varchar(10) not null,
  target_id bigint null,
  vintage_id bigint not null,
  done_by varchar(100) not null,
  done_at varchar(33) not null,
  comment varchar(1000) null,
  primary key (id)
) /*table*/;

-- Which vintage served a period before and after; null: none.
create table if not exists flip_period (
  flip_id bigint not null,
  period integer not null,
  former_vintage_id bigint null,
  vintage_id bigint null,
  primary key (flip_id, period)
) /*table*/;

-- Takes the place of vintage_finding, whose column names were too short for the headers of tables.
create table if not exists vintage_warning (
  vintage_id bigint not null,
  ordinal integer not null,
  severity varchar(10) not null,
  code varchar(40) not null,
  sheet varchar(100) null,
  sheet_row integer null,
  sheet_column varchar(100) null,
  found text null,
  reason text not null,
  primary key (vintage_id, ordinal)
) /*table*/;

delete from vintage_warning;

insert into vintage_warning (vintage_id, ordinal, severity, code, sheet, sheet_row, sheet_column, found, reason)
select vintage_id, ordinal, severity, code, sheet, sheet_row, sheet_column, found, reason from vintage_finding;
