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
