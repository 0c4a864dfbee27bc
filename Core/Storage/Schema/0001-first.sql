-- Portable between SQLite and MySQL/MariaDB. The marker after each closing bracket is replaced by the
-- dialect (SqlDialect.TableOptions). Written so that a script cut off half-way can run again. Instants are ISO 8601 texts in UTC; booleans are 0 or 1.

create table if not exists id_counter (
  name varchar(30) not null,
  last_id bigint not null,
  primary key (name)
) /*table*/;

delete from id_counter;

insert into id_counter (name, last_id) values ('vintage', 0), ('service', 0), ('view_build', 0);

-- One file as published. state: staging (invisible) or accepted.
create table if not exists vintage (
  id bigint not null,
  slug varchar(80) not null,
  dataset varchar(30) not null,
  file_name varchar(255) not null,
  sha256 char(64) not null,
  size_bytes bigint not null,
  origin varchar(500) not null,
  state varchar(10) not null,
  is_demonstration integer not null,
  first_period integer null,
  last_period integer null,
  fact_count bigint not null,
  staged_at varchar(33) not null,
  accepted_at varchar(33) null,
  accepted_by varchar(100) null,
  primary key (id)
) /*table*/;

create table if not exists vintage_period (
  vintage_id bigint not null,
  period integer not null,
  is_provisional integer not null,
  primary key (vintage_id, period)
) /*table*/;

-- Which vintage serves a dataset's period; period 0 where a dataset has none.
create table if not exists active_vintage (
  dataset varchar(30) not null,
  period integer not null,
  vintage_id bigint not null,
  primary key (dataset, period)
) /*table*/;

create table if not exists vintage_finding (
  vintage_id bigint not null,
  ordinal integer not null,
  severity varchar(10) not null,
  code varchar(40) not null,
  sheet varchar(100) null,
  sheet_row integer null,
  sheet_column varchar(10) null,
  found text null,
  reason text not null,
  primary key (vintage_id, ordinal)
) /*table*/;

create table if not exists service (
  id bigint not null,
  force_code varchar(12) not null,
  department varchar(3) not null,
  direction varchar(100) not null,
  name varchar(200) not null,
  direction_key varchar(100) not null,
  name_key varchar(200) not null,
  primary key (id),
  unique (force_code, department, direction_key, name_key)
) /*table*/;

-- The services that a vintage lists in a year: without a fact their count is zero.
create table if not exists vintage_service (
  vintage_id bigint not null,
  year integer not null,
  service_id bigint not null,
  primary key (vintage_id, year, service_id)
) /*table*/;

-- Counts other than zero; null where the published cell is blank.
create table if not exists fact (
  vintage_id bigint not null,
  year integer not null,
  service_id bigint not null,
  offence integer not null,
  recorded bigint null,
  primary key (vintage_id, year, service_id, offence)
) /*table*/;

-- sex: F, M, or T (both); age_from: first age of the group in years, -1 for all ages.
create table if not exists population (
  vintage_id bigint not null,
  year integer not null,
  department varchar(3) not null,
  sex char(1) not null,
  age_from integer not null,
  persons bigint not null,
  primary key (vintage_id, year, department, sex, age_from)
) /*table*/;

create table if not exists department (
  vintage_id bigint not null,
  code varchar(3) not null,
  name varchar(100) not null,
  region_code varchar(3) not null,
  region_name varchar(100) not null,
  primary key (vintage_id, code)
) /*table*/;

-- active_revision grows with every change of active_vintage; build_revision is the one that the served views show.
create table if not exists publication (
  id integer not null,
  active_revision bigint not null,
  build_id bigint not null,
  build_revision bigint not null,
  primary key (id)
) /*table*/;

delete from publication;

insert into publication (id, active_revision, build_id, build_revision) values (1, 0, 0, 0);

create table if not exists view_vintage (
  build_id bigint not null,
  dataset varchar(30) not null,
  period integer not null,
  vintage_id bigint not null,
  primary key (build_id, dataset, period)
) /*table*/;

create table if not exists view_territory (
  build_id bigint not null,
  code varchar(4) not null,
  level varchar(10) not null,
  name varchar(100) not null,
  parent varchar(4) null,
  area_km2 integer null,
  primary key (build_id, code)
) /*table*/;

-- police, gendarmerie: null where the force lists no service there in that year.
-- *_covered: the part recorded in départements whose population is known, the numerator of rates.
create table if not exists view_count (
  build_id bigint not null,
  measure varchar(40) not null,
  level varchar(10) not null,
  year integer not null,
  territory varchar(4) not null,
  police bigint null,
  gendarmerie bigint null,
  police_covered bigint null,
  gendarmerie_covered bigint null,
  population bigint null,
  primary key (build_id, measure, level, year, territory)
) /*table*/;

create table if not exists view_composition (
  build_id bigint not null,
  territory varchar(4) not null,
  year integer not null,
  offence integer not null,
  police bigint null,
  gendarmerie bigint null,
  primary key (build_id, territory, year, offence)
) /*table*/;

create table if not exists view_demography (
  build_id bigint not null,
  level varchar(10) not null,
  year integer not null,
  territory varchar(4) not null,
  population bigint not null,
  women bigint null,
  age_0_19 bigint null,
  age_20_39 bigint null,
  age_40_59 bigint null,
  age_60_74 bigint null,
  age_75_up bigint null,
  primary key (build_id, level, year, territory)
) /*table*/;
