# Rscript prophet.R train.csv out.csv horizon: Prophet as it comes, on monthly series (series_id,period,value), for forecast-french.
suppressMessages(library(prophet))
arguments <- commandArgs(trailingOnly = TRUE)
train <- read.csv(arguments[1], colClasses = c("character", "character", "numeric"))
horizon <- as.integer(arguments[3])
out <- file(arguments[2], "w")
cat("series_id,period,mean\n", file = out)
for (series in split(train, train$series_id)) {
  series <- series[order(series$period), ]
  data <- data.frame(ds = as.Date(paste0(series$period, "-01")), y = series$value)
  forecast <- tryCatch({
    model <- suppressMessages(prophet(data, weekly.seasonality = FALSE, daily.seasonality = FALSE, uncertainty.samples = 0))
    future <- make_future_dataframe(model, horizon, freq = "month", include_history = FALSE)
    data.frame(period = format(as.Date(future$ds), "%Y-%m"), mean = predict(model, future)$yhat)
  }, error = function(e) NULL)
  if (!is.null(forecast)) {
    cat(paste(series$series_id[1], forecast$period, format(forecast$mean, digits = 10, trim = TRUE), sep = ","), sep = "\n", file = out)
  }
}
close(out)
