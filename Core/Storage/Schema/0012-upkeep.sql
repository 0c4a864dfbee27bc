-- Backups that the program wrote by its schedule, and how long its reads take.

-- state: writing, good (read back whole) or bad. copy_bytes: of the database before compression.
create table if not exists backup_file (
  name varchar(100) not null,
  state varchar(10) not null,
  size_bytes bigint not null,
  copy_bytes bigint not null,
  sha256 char(64) not null,
  is_encrypted integer not null,
  created_at varchar(33) not null,
  verified_at varchar(33) null,
  problem varchar(500) null,
  primary key (name)
) /*table*/;

-- One row per read and measurement. times in milliseconds; plan: lines of a plan that reads a whole table, else null.
create table if not exists query_time (
  measured_at varchar(33) not null,
  name varchar(80) not null,
  runs integer not null,
  row_count bigint not null,
  median_ms double not null,
  p95_ms double not null,
  plan text null,
  primary key (measured_at, name)
) /*table*/;
