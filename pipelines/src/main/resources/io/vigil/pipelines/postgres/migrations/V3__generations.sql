-- Who recomputes which days, and has. A running one holds an advisory lock of its session; without it, it has died.
CREATE TABLE generations (
  generation    bigint      NOT NULL PRIMARY KEY,
  command       text        NOT NULL,
  publishes     boolean     NOT NULL,
  range_start   timestamptz NOT NULL,
  range_end     timestamptz NOT NULL,
  state         text        NOT NULL CHECK (state IN ('running', 'published', 'discarded', 'abandoned')),
  started_at    timestamptz NOT NULL DEFAULT now(),
  ended_at      timestamptz,
  read          bigint,
  accepted      bigint,
  duplicates    bigint,
  dead_letters  bigint,
  vigil_version text        NOT NULL
);
COMMENT ON TABLE generations IS 'Recomputations of days: those that run, and what became of the others.';
COMMENT ON COLUMN generations.generation IS 'What their rows are marked with; 0 is the live job, which is not here.';
COMMENT ON COLUMN generations.command IS 'The command that recomputes.';
COMMENT ON COLUMN generations.publishes IS 'Whether it is to replace rows, or only to be compared with them.';
COMMENT ON COLUMN generations.range_start IS 'First moment of the days.';
COMMENT ON COLUMN generations.range_end IS 'First moment after the days.';
COMMENT ON COLUMN generations.state IS
  'running; published: its rows are in the tables; discarded: it ended without; abandoned: it died.';
COMMENT ON COLUMN generations.read IS 'How many records of the days were read.';
COMMENT ON COLUMN generations.accepted IS 'How many of them are in the totals.';
COMMENT ON COLUMN generations.duplicates IS 'How many were there already.';
COMMENT ON COLUMN generations.dead_letters IS 'How many were set aside.';
