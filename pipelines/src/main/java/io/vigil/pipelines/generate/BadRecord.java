package io.vigil.pipelines.generate;

import io.vigil.schemas.Reason;

/**
 * A record that holds no transaction.
 *
 * @param reason with which it must be set aside
 * @param line its bytes, without a line end
 */
record BadRecord(Reason reason, byte[] line) {}
