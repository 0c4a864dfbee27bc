-- Forecasts: what is forecast, every forecast ever published, what became of it, and what the panels read.

delete from id_counter where name = 'forecast_series';

insert into id_counter (name, last_id) values ('forecast_series', 0);

delete from id_counter where name = 'forecast';

insert into id_counter (name, last_id) values ('forecast', 0);

-- territory: FR, R84, 75, 2A, 971, or as published for other geographies. force_code: empty for all, else police or gendarmerie.
create table if not exists forecast_series (
  id bigint not null,
  dataset varchar(30) not null,
  measure varchar(80) not null,
  territory varchar(60) not null,
  force_code varchar(12) not null,
  primary key (id),
  unique (dataset, measure, territory, force_code)
) /*table*/;

-- The ledger: never changed once written. origin: last period known. vintage: slug of the vintage of that period. data_hash: SHA-256 of the
-- values learnt from. specification: JSON of ForecastSpecification. cause: first, data, drift or person.
create table if not exists forecast (
  id bigint not null,
  series_id bigint not null,
  made_at varchar(33) not null,
  run_id bigint not null,
  cause varchar(10) not null,
  origin integer not null,
  vintage varchar(100) not null,
  is_demonstration integer not null,
  data_hash varchar(64) not null,
  model varchar(200) not null,
  specification text not null,
  primary key (id),
  unique (series_id, id)
) /*table*/;

-- naive: the seasonal naïve of the same period, to compare with when the value is known.
create table if not exists forecast_point (
  forecast_id bigint not null,
  period integer not null,
  step integer not null,
  mean double not null,
  low80 double not null,
  high80 double not null,
  low95 double not null,
  high95 double not null,
  total_deviation double not null,
  naive double not null,
  primary key (forecast_id, period)
) /*table*/;

-- What came true. value: as served when it was scored; scored again when a later vintage changes it.
create table if not exists forecast_score (
  forecast_id bigint not null,
  period integer not null,
  value double not null,
  vintage varchar(100) not null,
  scored_at varchar(33) not null,
  primary key (forecast_id, period)
) /*table*/;

-- Scores on rolling origins when a forecast was trained.
create table if not exists forecast_backtest (
  forecast_id bigint not null,
  method varchar(20) not null,
  first_step integer not null,
  last_step integer not null,
  points integer not null,
  mae double not null,
  rmse double not null,
  mase double not null,
  smape double not null,
  r2 double null,
  coverage80 double null,
  coverage95 double null,
  bias double not null,
  primary key (forecast_id, method, first_step, last_step)
) /*table*/;

-- What the panel of a series reads: its forecast in force, with the detail of ForecastResult that the ledger does not hold, as JSON.
create table if not exists view_forecast (
  series_id bigint not null,
  forecast_id bigint not null,
  refusal varchar(20) not null,
  predictability varchar(20) not null,
  tracking_signal double null,
  recent_mase double null,
  recent_r2 double null,
  detail mediumtext not null,
  primary key (series_id)
) /*table*/;

-- What a run of the job did, over all and by measure (dataset and measure empty: over all).
create table if not exists forecast_run (
  run_id bigint not null,
  dataset varchar(30) not null,
  measure varchar(80) not null,
  made_at varchar(33) not null,
  series integer not null,
  trained integer not null,
  updated integer not null,
  refused integer not null,
  scored integer not null,
  mae double null,
  rmse double null,
  mase double null,
  smape double null,
  r2 double null,
  coverage80 double null,
  coverage95 double null,
  primary key (run_id, dataset, measure)
) /*table*/;

-- When to train a series again, set by administrators. One row, id 1.
create table if not exists forecast_policy (
  id integer not null,
  max_mase double not null,
  min_r2 double null,
  max_tracking_signal double not null,
  recent_periods integer not null,
  changed_by varchar(100) null,
  changed_at varchar(33) null,
  primary key (id)
) /*table*/;

delete from forecast_policy where id = 1;

insert into forecast_policy (id, max_mase, min_r2, max_tracking_signal, recent_periods) values (1, 1.0, null, 4.0, 12);
