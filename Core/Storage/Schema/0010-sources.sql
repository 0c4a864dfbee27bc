-- Where data comes from by itself.

delete from id_counter where name = 'source';

insert into id_counter (name, last_id) values ('source', 0);

-- kind: file, dataset (of a data portal), folder, api (paged JSON) or query (on another database). settings, bounds: JSON.
-- schedule: Quartz cron expression. slug: of a source shipped with the program, else null. changed_by: system until a person edits it.
create table if not exists source (
  id bigint not null,
  slug varchar(40) null,
  name varchar(150) not null,
  kind varchar(10) not null,
  address varchar(1000) not null,
  settings mediumtext not null,
  profile varchar(30) null,
  schedule varchar(120) not null,
  is_on integer not null,
  accepts_itself integer not null,
  bounds text not null,
  version integer not null,
  created_at varchar(33) not null,
  created_by varchar(100) not null,
  changed_at varchar(33) not null,
  changed_by varchar(100) not null,
  primary key (id),
  unique (slug)
) /*table*/;

-- Shipped sources that were put in once: one that someone deleted stays away.
create table if not exists source_shipped (
  slug varchar(40) not null,
  shipped_at varchar(33) not null,
  primary key (slug)
) /*table*/;

-- state: never, unchanged, waiting (for a person), accepted, refused (by a person), invalid, failed.
create table if not exists source_state (
  source_id bigint not null,
  state varchar(10) not null,
  tried_at varchar(33) null,
  synced_at varchar(33) null,
  changed_at varchar(33) null,
  failures integer not null,
  try_again_at varchar(33) null,
  row_count bigint null,
  message_code varchar(60) null,
  message_arguments text null,
  primary key (source_id)
) /*table*/;

-- What was fetched last, by file: one without a name, or the files of a folder. published: what the portal says of it.
-- import_id: the last import that the job made of it and has told of; is_open: a person has not decided upon it yet.
create table if not exists source_file (
  source_id bigint not null,
  name varchar(200) not null,
  etag varchar(200) null,
  last_modified varchar(60) null,
  published varchar(400) null,
  sha256 char(64) null,
  fetched_at varchar(33) null,
  import_id bigint null,
  is_open integer not null,
  primary key (source_id, name)
) /*table*/;
