-- What administrators are told. kind: changed, failed or recovered. link: path of a page.
create table if not exists notice (
  id bigint not null,
  run_id bigint null,
  kind varchar(10) not null,
  cause varchar(150) not null,
  message_code varchar(60) not null,
  message_arguments text not null,
  link varchar(200) null,
  at varchar(33) not null,
  primary key (id)
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
