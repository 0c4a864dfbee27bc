-- Who may do something now: whoever is named here, until the lease expires. One table for jobs, notices and imports.

-- name: such as job:refresh-sources. owner: a token that nobody else has. No row: nobody.
-- It takes the place of job_lock, and of the columns lease_until of notice_delivery and import_file, which are not read any more.
create table if not exists lease (
  name varchar(100) not null,
  owner char(32) not null,
  expires_at varchar(33) not null,
  primary key (name)
) /*table*/;

drop table if exists job_lock;
