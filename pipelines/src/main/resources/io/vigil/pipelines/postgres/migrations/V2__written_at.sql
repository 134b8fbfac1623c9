-- When a row was last written, by the server's clock: for how fresh the tables are, and how long an alarm took.
-- A row that was there before says when it got the column. No index: it would make every revision of a row dear.
ALTER TABLE totals       ADD COLUMN written_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE spikes       ADD COLUMN written_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE incidents    ADD COLUMN written_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE flags        ADD COLUMN written_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE conflicts    ADD COLUMN written_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE dead_letters ADD COLUMN written_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE late         ADD COLUMN written_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE ledger       ADD COLUMN written_at timestamptz NOT NULL DEFAULT now();

-- The newest windows, without those of all merchants: a few rows for each window.
CREATE INDEX totals_of_all ON totals (grain, window_start) WHERE dimension = 'all';
