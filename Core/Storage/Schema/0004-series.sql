-- Series of any grain: a measure of a territory over periods. Points carry their vintage, as facts do.

delete from id_counter where name = 'series';

insert into id_counter (name, last_id) values ('series', 0);

-- territory: FR, R84, 75, 2A, 971 where it is one of ours, else the code as published.
create table if not exists series (
  id bigint not null,
  dataset varchar(30) not null,
  measure varchar(80) not null,
  territory varchar(60) not null,
  primary key (id),
  unique (dataset, measure, territory)
) /*table*/;

-- By vintage: a new edition may name a measure otherwise. kind: count, stock or rate.
create table if not exists series_measure (
  vintage_id bigint not null,
  measure varchar(80) not null,
  label varchar(200) not null,
  unit varchar(40) not null,
  grain varchar(10) not null,
  kind varchar(10) not null,
  primary key (vintage_id, measure)
) /*table*/;

-- Zeros are stored; null: published, but blank. One series of one vintage is one range of the key.
create table if not exists series_point (
  vintage_id bigint not null,
  series_id bigint not null,
  period integer not null,
  value double null,
  primary key (vintage_id, series_id, period)
) /*table*/;
