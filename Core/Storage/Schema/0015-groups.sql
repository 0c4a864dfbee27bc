-- Groups of territories, computed beforehand for the choices that are shown first.

delete from id_counter where name = 'group_set';

insert into id_counter (name, last_id) values ('group_set', 0);

-- The set of panels in force of a choice. choice_hash: SHA-256 of choice_key. data_hash: of all that the panels are made of. suggested: number of groups suggested for the last year.
-- Panels and paths of a set are written first, and are seen by nobody until this row names their set; those of no set in force are dropped by the next run.
create table if not exists group_set (
  choice_hash char(64) not null,
  choice_key varchar(1500) not null,
  set_id bigint not null,
  data_hash char(64) not null,
  suggested integer not null,
  vintage varchar(100) not null,
  is_demonstration integer not null,
  made_at varchar(33) not null,
  run_id bigint not null,
  primary key (choice_hash)
) /*table*/;

-- detail: JSON of one year's groups.
create table if not exists group_panel (
  set_id bigint not null,
  clusters integer not null,
  year integer not null,
  detail mediumtext not null,
  primary key (set_id, clusters, year)
) /*table*/;

-- detail: JSON of who was in which group in every year, with the names of the territories.
create table if not exists group_path (
  set_id bigint not null,
  clusters integer not null,
  last_year integer not null,
  detail mediumtext not null,
  primary key (set_id, clusters)
) /*table*/;

-- The numbers that the groups of a choice last had: JSON by year and territory. Groups computed later continue them, so that a name stays with its group. Of real
-- figures and of fictional ones apart.
create table if not exists group_number (
  choice_hash char(64) not null,
  is_demonstration integer not null,
  clusters integer not null,
  paths mediumtext not null,
  primary key (choice_hash, is_demonstration, clusters)
) /*table*/;

-- Names given by analysts.
create table if not exists group_name (
  choice_hash char(64) not null,
  is_demonstration integer not null,
  clusters integer not null,
  number integer not null,
  name varchar(60) not null,
  changed_by varchar(100) not null,
  changed_at varchar(33) not null,
  primary key (choice_hash, is_demonstration, clusters, number)
) /*table*/;
