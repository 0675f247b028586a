-- Shares by the day, in UTC: a day that is old enough is dropped at once. The server makes the days.
ALTER TABLE shares RENAME TO shares_of_all_days;
ALTER INDEX shares_by_time RENAME TO shares_of_all_days_by_time;

CREATE SEQUENCE share_ids;
SELECT setval('share_ids', COALESCE(MAX(id), 0) + 1, false) FROM shares_of_all_days;

CREATE TABLE shares (
  -- in the order of storing; not declared unique, which would take an index as large as the rest
  id         BIGINT DEFAULT nextval('share_ids') NOT NULL,
  pool       VARCHAR NOT NULL,
  worker     VARCHAR NOT NULL,
  job_id     BIGINT NOT NULL,
  height     INTEGER NOT NULL,
  -- credited: what the share was required to reach
  difficulty DOUBLE PRECISION NOT NULL,
  reached    DOUBLE PRECISION NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL
) PARTITION BY RANGE (created_at);
ALTER SEQUENCE share_ids OWNED BY shares.id;
CREATE INDEX shares_by_time ON shares (pool, created_at);

DO $$
DECLARE
  day TIMESTAMP;
BEGIN
  FOR day IN SELECT DISTINCT DATE_TRUNC('day', created_at AT TIME ZONE 'UTC') FROM shares_of_all_days
  LOOP
    EXECUTE FORMAT(
      'CREATE TABLE %I PARTITION OF shares FOR VALUES FROM (%L) TO (%L)',
      'shares_' || TO_CHAR(day, 'YYYY_MM_DD'),
      day AT TIME ZONE 'UTC',
      (day + INTERVAL '1 day') AT TIME ZONE 'UTC');
  END LOOP;
END $$;
INSERT INTO shares (id, pool, worker, job_id, height, difficulty, reached, created_at)
  SELECT id, pool, worker, job_id, height, difficulty, reached, created_at
  FROM shares_of_all_days ORDER BY id;
DROP TABLE shares_of_all_days;

-- Room for new versions of rows that change with every batch, so that no index is touched.
ALTER TABLE workers SET (fillfactor = 50);
ALTER TABLE share_minutes SET (fillfactor = 70);

-- What users were credited with after a block (NULL: from the beginning) up to another one.
-- Nothing, if there is no such block.
CREATE FUNCTION credited_between(in_pool VARCHAR, after_hash VARCHAR, until_hash VARCHAR)
RETURNS TABLE (user_name VARCHAR, shares BIGINT, difficulty DOUBLE PRECISION)
LANGUAGE sql STABLE AS $$
  SELECT SPLIT_PART(s.worker, '.', 1), COUNT(*), SUM(s.difficulty)
  FROM shares s
  WHERE s.pool = in_pool
    AND s.created_at <= (SELECT found_at FROM blocks WHERE pool = in_pool AND hash = until_hash)
    AND s.created_at > CASE WHEN after_hash IS NULL THEN '-infinity'
      ELSE (SELECT found_at FROM blocks WHERE pool = in_pool AND hash = after_hash) END
  GROUP BY 1
$$;

-- PPLNS: the newest shares up to a block whose difficulties add up to window_difficulty. The oldest
-- of them counts for what is left.
CREATE FUNCTION pplns_window(in_pool VARCHAR, until_hash VARCHAR, window_difficulty DOUBLE PRECISION)
RETURNS TABLE (user_name VARCHAR, shares BIGINT, difficulty DOUBLE PRECISION)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  until TIMESTAMP WITH TIME ZONE;
  since TIMESTAMP WITH TIME ZONE;
  span INTERVAL := '1 hour';
  total DOUBLE PRECISION;
BEGIN
  SELECT found_at INTO until FROM blocks WHERE pool = in_pool AND hash = until_hash;
  -- Whole minutes that surely suffice, so that not all shares have to be read.
  LOOP
    since := DATE_TRUNC('minute', until) - span;
    SELECT SUM(m.difficulty) INTO total FROM share_minutes m
      WHERE m.pool = in_pool AND m.started_at >= since
        AND m.started_at < DATE_TRUNC('minute', until);
    EXIT WHEN total >= window_difficulty;
    IF since IS NULL OR NOT EXISTS (SELECT FROM share_minutes m WHERE m.started_at < since) THEN
      since := '-infinity';
      EXIT;
    END IF;
    span := span * 2;
  END LOOP;
  RETURN QUERY
    SELECT SPLIT_PART(w.worker, '.', 1)::VARCHAR, COUNT(*),
      SUM(LEAST(w.difficulty, window_difficulty - w.newer))
    FROM (
      SELECT s.worker, s.difficulty, COALESCE(SUM(s.difficulty) OVER (
        ORDER BY s.created_at DESC, s.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
        AS newer
      FROM shares s
      WHERE s.pool = in_pool AND s.created_at <= until AND s.created_at >= since) w
    WHERE w.newer < window_difficulty
    GROUP BY 1;
END $$;
