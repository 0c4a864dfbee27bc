-- Units of count as a list of them says, and outlines of territories; both under a vintage.

-- unit, earlier_unit: see CountUnitCodes; since: ISO 8601 day from which unit holds.
create table if not exists offence_unit (
  vintage_id bigint not null,
  offence integer not null,
  unit varchar(20) not null,
  earlier_unit varchar(20) null,
  since varchar(10) null,
  primary key (vintage_id, offence)
) /*table*/;

-- How the outlines of a vintage are drawn. projection: lambert-93 or equirectangular.
-- A point of the main drawing lies at easting origin_x + x / scale, northing origin_y - y / scale, in metres of the projection.
create table if not exists boundary_set (
  vintage_id bigint not null,
  projection varchar(20) not null,
  centre_longitude double null,
  centre_latitude double null,
  origin_x double not null,
  origin_y double not null,
  scale double not null,
  width double not null,
  height double not null,
  vertices_read bigint not null,
  vertices_kept bigint not null,
  primary key (vintage_id)
) /*table*/;

-- path: closed rings as relative SVG moves on a grid of the drawing; is_inset: drawn apart from the rest at a scale of its own.
create table if not exists boundary (
  vintage_id bigint not null,
  ordinal integer not null,
  code varchar(40) not null,
  name varchar(200) not null,
  is_inset integer not null,
  area_km2 double not null,
  path mediumtext not null,
  primary key (vintage_id, ordinal)
) /*table*/;
