-- Database and accounts of Octoplus on MariaDB (or MySQL), for a team. Run it once as an administrator of the server, with your own passwords in place of
-- the two placeholders:   mariadb -u root -p < docs/mariadb.sql
-- Both accounts are refused without TLS. '%' stands for any machine: put the addresses of the web nodes there. docs/backup.md says what goes where.
-- A test runs this file as it is. One statement ends with a semicolon at the end of a line.

create database if not exists octoplus character set utf8mb4 collate utf8mb4_bin;

-- The program: its tables (schema scripts, schedule), rows, LOAD DATA LOCAL, backup by mariadb-dump and restore by mariadb. Rights on this database alone.
create user if not exists 'octoplus_writer'@'%' identified by 'WRITER_PASSWORD' require ssl;

grant select, insert, update, delete, create, alter, drop, index, references on octoplus.* to 'octoplus_writer'@'%';

-- Pages and API, where ConnectionStrings:OctoplusReader names it: it can change nothing.
create user if not exists 'octoplus_reader'@'%' identified by 'READER_PASSWORD' require ssl;

grant select on octoplus.* to 'octoplus_reader'@'%';

-- Rows are sent by LOAD DATA LOCAL INFILE: the server must allow it. Put local_infile=1 into its configuration, or:
set global local_infile = 1;
