-- Its rows are in vintage_warning since script 2.

drop table if exists vintage_finding;
