-- Who may sign in, the tokens of programs, and who did what. The second unique key of a table is its index for another order.

-- role: viewer, analyst or admin. name_key: the name as it is compared.
create table if not exists user_account (
  id bigint not null,
  name varchar(64) not null,
  name_key varchar(64) not null,
  password_hash varchar(200) not null,
  security_stamp varchar(64) not null,
  role varchar(10) not null,
  failed_count integer not null,
  locked_until varchar(33) null,
  must_change_password integer not null,
  is_disabled integer not null,
  created_at varchar(33) not null,
  created_by varchar(100) not null,
  last_sign_in_at varchar(33) null,
  primary key (id),
  unique (name_key)
) /*table*/;

delete from id_counter where name = 'user_account';

insert into id_counter (name, last_id) select 'user_account', coalesce(max(id), 0) from user_account;

-- Tokens themselves are not kept, only their SHA-256. A family is what one password grant led to.
create table if not exists refresh_token (
  token_hash char(64) not null,
  family char(32) not null,
  user_id bigint not null,
  created_at varchar(33) not null,
  expires_at varchar(33) not null,
  used_at varchar(33) null,
  revoked_at varchar(33) null,
  primary key (token_hash),
  unique (family, token_hash),
  unique (user_id, expires_at, token_hash)
) /*table*/;

-- In order of time; id tells entries of one instant apart.
create table if not exists audit_entry (
  at varchar(33) not null,
  id char(32) not null,
  actor varchar(100) not null,
  action varchar(40) not null,
  subject varchar(200) not null,
  detail text null,
  address varchar(64) null,
  primary key (at, id),
  unique (actor, at, id),
  unique (action, subject, at, id)
) /*table*/;
