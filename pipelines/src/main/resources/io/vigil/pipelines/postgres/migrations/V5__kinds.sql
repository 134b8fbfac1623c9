-- What a spike is a spike of.
ALTER TABLE spikes
  ADD COLUMN signal       text   NOT NULL DEFAULT 'flagged',
  ADD COLUMN span_seconds bigint NOT NULL DEFAULT 10;

-- What an incident looks like, how sure that is, and what it has cost so far.
ALTER TABLE incidents
  ADD COLUMN kind            text             NOT NULL DEFAULT 'unknown',
  ADD COLUMN fraud           boolean          NOT NULL DEFAULT false,
  ADD COLUMN alarmed_at      timestamptz      NOT NULL DEFAULT '1970-01-01T00:00:00Z',
  ADD COLUMN last_seen       timestamptz      NOT NULL DEFAULT '1970-01-01T00:00:00Z',
  ADD COLUMN signal          text             NOT NULL DEFAULT 'flagged',
  ADD COLUMN span_seconds    bigint           NOT NULL DEFAULT 10,
  ADD COLUMN observed        bigint           NOT NULL DEFAULT 0,
  ADD COLUMN expected        double precision NOT NULL DEFAULT 0,
  ADD COLUMN probability     double precision NOT NULL DEFAULT 1,
  ADD COLUMN cards           bigint           NOT NULL DEFAULT 0,
  ADD COLUMN attempts        bigint           NOT NULL DEFAULT 0,
  ADD COLUMN approved        bigint           NOT NULL DEFAULT 0,
  ADD COLUMN approved_money  text             NOT NULL DEFAULT '',
  ADD COLUMN declined        bigint           NOT NULL DEFAULT 0,
  ADD COLUMN declined_money  text             NOT NULL DEFAULT '',
  ADD COLUMN transaction_ids text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN rules           text             NOT NULL DEFAULT '',
  ADD COLUMN evidence        text             NOT NULL DEFAULT '',
  ADD COLUMN detection       text             NOT NULL DEFAULT '';
