-- Up to where a ledger's shares are stored; moves in the transaction that stores them.
CREATE TABLE ledger_positions (
  ledger     VARCHAR(64) PRIMARY KEY,
  position   BIGINT NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL
);

-- What each worker has been credited with in each minute: its sum is that of shares.
CREATE TABLE share_minutes (
  pool       VARCHAR NOT NULL,
  worker     VARCHAR NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  shares     BIGINT NOT NULL,
  difficulty DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (pool, worker, started_at)
);
CREATE INDEX share_minutes_by_time ON share_minutes (started_at);
INSERT INTO share_minutes (pool, worker, started_at, shares, difficulty)
  SELECT pool, worker, DATE_TRUNC('minute', created_at), COUNT(*), SUM(difficulty)
  FROM shares GROUP BY pool, worker, DATE_TRUNC('minute', created_at);

-- FOUND, PENDING (a node has it), CONFIRMED, ORPHANED or REJECTED
UPDATE blocks SET status = 'FOUND' WHERE status = 'PENDING';
UPDATE blocks SET status = 'PENDING' WHERE status = 'ACCEPTED';
ALTER TABLE blocks ADD COLUMN confirmations INTEGER DEFAULT 0 NOT NULL;

-- The latest word of each node on each block.
CREATE TABLE block_verdicts (
  pool    VARCHAR NOT NULL,
  hash    VARCHAR(64) NOT NULL,
  node    VARCHAR NOT NULL,
  -- ACCEPTED, REJECTED or UNREACHABLE
  verdict VARCHAR(16) NOT NULL,
  detail  VARCHAR NOT NULL,
  at      TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (pool, hash, node)
);
