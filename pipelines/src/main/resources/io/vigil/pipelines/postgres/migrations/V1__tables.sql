-- Vigil's tables. Their columns are those of the published Avro schemas, from which their comments come too.
-- Texts of keys sort by their bytes, so that every server gives rows in the same order.

-- Live totals are revised many times: room in the pages lets a revision stay where the row is.
CREATE TABLE totals (
  grain        text COLLATE "C" NOT NULL,
  dimension    text COLLATE "C" NOT NULL,
  key          text COLLATE "C" NOT NULL,
  currency     text COLLATE "C" NOT NULL,
  window_start timestamptz      NOT NULL,
  window_end   timestamptz      NOT NULL,
  count        bigint           NOT NULL,
  declined     bigint           NOT NULL,
  flagged      bigint           NOT NULL,
  sum          bigint           NOT NULL,
  largest      bigint           NOT NULL,
  cards        bigint           NOT NULL,
  generation   bigint           NOT NULL,
  facts        bigint           NOT NULL,
  final        boolean          NOT NULL,
  PRIMARY KEY (grain, dimension, key, currency, window_start)
) WITH (fillfactor = 70);
CREATE INDEX totals_by_window ON totals (grain, window_start, dimension);

CREATE TABLE spikes (
  spike_id     text COLLATE "C"  NOT NULL PRIMARY KEY,
  incident_id  text COLLATE "C"  NOT NULL,
  dimension    text              NOT NULL,
  key          text              NOT NULL,
  bucket_start timestamptz       NOT NULL,
  bucket_end   timestamptz       NOT NULL,
  flagged      bigint            NOT NULL,
  expected     double precision  NOT NULL,
  probability  double precision  NOT NULL,
  threshold    bigint            NOT NULL,
  state        text              NOT NULL,
  generation   bigint            NOT NULL,
  facts        bigint            NOT NULL,
  final        boolean           NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX spikes_by_bucket ON spikes (bucket_start);
CREATE INDEX spikes_by_incident ON spikes (incident_id);

CREATE TABLE incidents (
  incident_id text COLLATE "C" NOT NULL PRIMARY KEY,
  dimension   text             NOT NULL,
  key         text             NOT NULL,
  incident_start timestamptz   NOT NULL,
  incident_end   timestamptz   NOT NULL,
  spikes      bigint           NOT NULL,
  flagged     bigint           NOT NULL,
  peak        bigint           NOT NULL,
  peak_start  timestamptz      NOT NULL,
  state       text             NOT NULL,
  generation  bigint           NOT NULL,
  facts       bigint           NOT NULL,
  final       boolean          NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX incidents_by_start ON incidents (incident_start);

CREATE TABLE flags (
  rule           text COLLATE "C" NOT NULL,
  transaction_id text COLLATE "C" NOT NULL,
  content        text COLLATE "C" NOT NULL,
  evidence       text             NOT NULL,
  event_time     timestamptz      NOT NULL,
  merchant_id    text             NOT NULL,
  currency       text             NOT NULL,
  country        text,
  category       text,
  PRIMARY KEY (rule, transaction_id, content)
);
CREATE INDEX flags_by_time ON flags (event_time);

CREATE TABLE conflicts (
  transaction_id text COLLATE "C" NOT NULL PRIMARY KEY,
  contents       bigint           NOT NULL,
  source         text             NOT NULL,
  partition      integer          NOT NULL,
  "offset"       bigint           NOT NULL
);

CREATE TABLE dead_letters (
  stage         text             NOT NULL,
  reason        text             NOT NULL,
  message       text             NOT NULL,
  source        text COLLATE "C" NOT NULL,
  partition     integer          NOT NULL,
  "offset"      bigint           NOT NULL,
  encoding      text             NOT NULL,
  schema        text,
  bytes         bytea            NOT NULL,
  event_time    timestamptz,
  attempt       integer          NOT NULL,
  vigil_version text             NOT NULL,
  PRIMARY KEY (source, partition, "offset", attempt)
);
CREATE INDEX dead_letters_by_reason ON dead_letters (reason, event_time);

CREATE TABLE late (
  transaction_id text             NOT NULL,
  event_time     timestamptz      NOT NULL,
  card_id        text             NOT NULL,
  merchant_id    text             NOT NULL,
  amount         numeric(23, 4)   NOT NULL,
  currency       text             NOT NULL,
  country        text,
  status         text,
  category       text,
  risk_score     double precision,
  source         text COLLATE "C" NOT NULL,
  partition      integer          NOT NULL,
  "offset"       bigint           NOT NULL,
  bucket_end     timestamptz      NOT NULL,
  watermark      timestamptz      NOT NULL,
  PRIMARY KEY (source, partition, "offset")
);
CREATE INDEX late_by_time ON late (event_time);

CREATE TABLE ledger (
  source       text COLLATE "C" NOT NULL,
  partition    integer          NOT NULL,
  block_start  bigint           NOT NULL,
  block_end    bigint           NOT NULL,
  read         bigint           NOT NULL,
  accepted     bigint           NOT NULL,
  duplicates   bigint           NOT NULL,
  dead_letters bigint           NOT NULL,
  late         bigint           NOT NULL,
  generation   bigint           NOT NULL DEFAULT 0,
  PRIMARY KEY (source, partition, block_start, generation)
) WITH (fillfactor = 70);

CREATE VIEW newest_minute AS
SELECT * FROM totals
WHERE grain = 'minute'
  AND window_start = (SELECT max(window_start) FROM totals WHERE grain = 'minute');
COMMENT ON VIEW newest_minute IS 'The totals of the newest minute of which anything is known.';

CREATE VIEW ledger_balance AS
SELECT generation, source, partition,
  sum(read) AS read, sum(accepted) AS accepted, sum(duplicates) AS duplicates,
  sum(dead_letters) AS dead_letters, sum(late) AS late,
  sum(read) = sum(accepted) + sum(duplicates) + sum(dead_letters) + sum(late) AS balanced
FROM ledger
GROUP BY generation, source, partition;
COMMENT ON VIEW ledger_balance IS
  'What became of all records of a source; while it is read, records on their way are missing on the right.';
