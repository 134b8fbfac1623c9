-- A sum that does not fit into 64 bits is held at their end, and says so. All that were written before fitted, or did not say.
ALTER TABLE totals ADD COLUMN sum_capped boolean NOT NULL DEFAULT false;
