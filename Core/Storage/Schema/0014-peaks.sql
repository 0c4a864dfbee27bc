-- Weekly peaks: what is expected of the next week of each series, and how good that has been. Replaced a measure at a time.

-- data_hash: SHA-256 of the counts learnt from, so that the same are not learnt from twice. week: the week asked for. ahead: weeks from
-- the last settled one to it. bins: JSON of the calibration. score columns are null where nothing could be tested.
create table if not exists peak_measure (
  dataset varchar(30) not null,
  measure varchar(80) not null,
  data_hash varchar(64) not null,
  made_at varchar(33) not null,
  run_id bigint not null,
  vintage varchar(100) not null,
  is_demonstration integer not null,
  label varchar(200) not null,
  week integer not null,
  ahead integer not null,
  is_learnt integer not null,
  tested integer not null,
  base_rate double null,
  brier double null,
  brier_of_base_rate double null,
  auc double null,
  calibration_error double null,
  bins text not null,
  primary key (dataset, measure)
) /*table*/;

-- recent: JSON array of the last counts before the week, oldest first, null for unknown; provisional: how many of the last of them may change yet.
create table if not exists peak_series (
  dataset varchar(30) not null,
  measure varchar(80) not null,
  territory varchar(60) not null,
  refusal varchar(20) not null,
  probability double not null,
  threshold double not null,
  usual double not null,
  tested integer not null,
  auc double null,
  recent text not null,
  provisional integer not null,
  primary key (dataset, measure, territory)
) /*table*/;
