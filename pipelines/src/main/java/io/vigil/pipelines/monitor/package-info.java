/** The main job: transactions in, totals, dead letters and the ledger out. */
@NullMarked
package io.vigil.pipelines.monitor;

import org.jspecify.annotations.NullMarked;
