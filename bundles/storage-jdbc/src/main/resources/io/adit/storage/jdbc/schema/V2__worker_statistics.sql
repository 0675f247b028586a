-- What a pool knows of a worker, so that it knows it after a restart.
CREATE TABLE worker_statistics (
  pool       VARCHAR NOT NULL,
  -- empty in the row of the pool as a whole
  worker     VARCHAR NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  -- when the record began; averages are over no more time than since then
  since      TIMESTAMP WITH TIME ZONE NOT NULL,
  -- difficulty credited per second, averaged up to updated_at
  rate_1m    DOUBLE PRECISION NOT NULL,
  rate_5m    DOUBLE PRECISION NOT NULL,
  rate_15m   DOUBLE PRECISION NOT NULL,
  rate_1h    DOUBLE PRECISION NOT NULL,
  rate_1d    DOUBLE PRECISION NOT NULL,
  shares     BIGINT NOT NULL,
  difficulty DOUBLE PRECISION NOT NULL,
  best_share DOUBLE PRECISION NOT NULL,
  last_share TIMESTAMP WITH TIME ZONE NOT NULL,
  -- JSON, the number of each reason that occurred: {"stale": 3, "duplicate": 1}
  rejects    VARCHAR NOT NULL,
  PRIMARY KEY (pool, worker)
);
