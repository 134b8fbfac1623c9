/** Recomputing days of the past, and replacing what is live by it. */
@NullMarked
package io.vigil.pipelines.backfill;

import org.jspecify.annotations.NullMarked;
