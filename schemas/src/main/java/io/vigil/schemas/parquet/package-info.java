/**
 * Parquet files, read from any channel and written to any stream, without Hadoop's file systems.
 */
@NullMarked
package io.vigil.schemas.parquet;

import org.jspecify.annotations.NullMarked;
