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

-- For payout programs: a round ends with a block that was not refused, and begins after the one before.
CREATE VIEW rounds AS
  SELECT pool, height, hash, status, confirmations, reward, found_at AS ended_at,
    LAG(found_at) OVER (PARTITION BY pool ORDER BY found_at, height) AS began_at
  FROM blocks WHERE status <> 'REJECTED';

-- What each user was credited with in each round. A user's workers have its name up to a dot.
CREATE VIEW round_credits AS
  SELECT rounds.pool, rounds.height, rounds.hash,
    SUBSTRING(shares.worker FROM 1 FOR POSITION('.' IN shares.worker || '.') - 1) AS user_name,
    COUNT(*) AS shares, CAST(SUM(shares.difficulty) AS DOUBLE PRECISION) AS difficulty
  FROM rounds JOIN shares ON shares.pool = rounds.pool AND shares.created_at <= rounds.ended_at
    AND (rounds.began_at IS NULL OR shares.created_at > rounds.began_at)
  GROUP BY rounds.pool, rounds.height, rounds.hash,
    SUBSTRING(shares.worker FROM 1 FOR POSITION('.' IN shares.worker || '.') - 1);
