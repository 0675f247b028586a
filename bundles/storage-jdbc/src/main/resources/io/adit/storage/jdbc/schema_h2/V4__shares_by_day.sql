-- Old shares are found by it, to be deleted.
CREATE INDEX shares_by_day ON shares (created_at);
