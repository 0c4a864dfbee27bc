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

-- The ledger: a row is written when the forecast is published, and never changed. Points, backtests and detail are written before it and are seen
-- by nobody until then. origin: last period known. vintage: slug of the vintage of that period. data_hash: SHA-256 of what was learnt from. cause: first,
-- data, drift or person. refusal, predictability: as in the program, in lower case. trained_id: the forecast at which forms and weights were
-- chosen and backtested, itself or an earlier one. specification: JSON of ForecastSpecification; empty where refused.
create table if not exists forecast (
  id bigint not null,
  series_id bigint not null,
  made_at varchar(33) not null,
  run_id bigint not null,
  cause varchar(10) not null,
  origin integer not null,
  vintage varchar(100) not null,
  is_demonstration integer not null,
  data_hash char(64) not null,
  refusal varchar(20) not null,
  predictability varchar(20) not null,
  model varchar(200) not null,
  points integer not null,
  trained_id bigint not null,
  specification text not null,
  primary key (id),
  unique (series_id, id)
) /*table*/;

-- total_mean: expected sum from the first step to this one, before steps are made whole. naive: the seasonal naïve of the same period, to compare with when the value is known.
create table if not exists forecast_point (
  forecast_id bigint not null,
  period integer not null,
  step integer not null,
  mean double not null,
  low80 double not null,
  high80 double not null,
  low95 double not null,
  high95 double not null,
  total_mean double not null,
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

-- Sums of the errors of a forecast's scored points, so that lists need not read points. naive: of the seasonal naïve published beside.
create table if not exists forecast_scored (
  forecast_id bigint not null,
  scored integer not null,
  abs_error double not null,
  squared_error double not null,
  naive_error double not null,
  smape double not null,
  error double not null,
  within80 integer not null,
  within95 integer not null,
  primary key (forecast_id)
) /*table*/;

-- The same sums over all forecasts of a series by one model: the record of measures, territories and models is added from a few rows a series.
create table if not exists view_forecast_record (
  series_id bigint not null,
  model varchar(200) not null,
  forecasts integer not null,
  scored integer not null,
  abs_error double not null,
  naive_error double not null,
  smape double not null,
  error double not null,
  within80 integer not null,
  within95 integer not null,
  primary key (series_id, model)
) /*table*/;

-- What the ledger does not keep of a forecast, as JSON: for the small multiples, and for the panel. Goes when another forecast is in force.
create table if not exists forecast_detail (
  forecast_id bigint not null,
  overview text not null,
  detail mediumtext not null,
  primary key (forecast_id)
) /*table*/;

-- The forecast in force of each series. All series of a measure point to new ones in one transaction, since they add up.
-- tracking_signal, recent_…: over the last periods scored, as many as the policy says. scored_hash: data_hash of the values that its forecasts were scored with.
create table if not exists view_forecast (
  dataset varchar(30) not null,
  measure varchar(80) not null,
  territory varchar(60) not null,
  force_code varchar(12) not null,
  series_id bigint not null,
  forecast_id bigint not null,
  scored_hash char(64) not null,
  tracking_signal double null,
  recent_mase double null,
  recent_r2 double null,
  primary key (dataset, measure, territory, force_code)
) /*table*/;

-- What is forecast, as the last run found it described.
create table if not exists view_forecast_measure (
  dataset varchar(30) not null,
  measure varchar(80) not null,
  label varchar(200) not null,
  unit varchar(40) not null,
  grain varchar(10) not null,
  kind varchar(10) not null,
  primary key (dataset, measure)
) /*table*/;

-- What a run of the job did, over all and by measure (dataset and measure empty: over all). mae to coverage95: means over the series trained in it, of
-- the backtests of what is published.
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
