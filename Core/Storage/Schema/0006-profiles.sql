-- What the columns of a table of one's own are, by name; its settings as JSON. Which files it is for: the check sum of their header.

delete from id_counter where name = 'profile';

insert into id_counter (name, last_id) values ('profile', 0);

create table if not exists profile (
  id bigint not null,
  slug varchar(20) not null,
  name varchar(100) not null,
  header_signature char(64) not null,
  settings mediumtext not null,
  created_at varchar(33) not null,
  created_by varchar(100) not null,
  changed_at varchar(33) not null,
  changed_by varchar(100) not null,
  primary key (id),
  unique (slug)
) /*table*/;
