/** Vigil's tables in PostgreSQL: their schema, writing by UPSERT with a version guard, reading. */
@NullMarked
package io.vigil.pipelines.postgres;

import org.jspecify.annotations.NullMarked;
