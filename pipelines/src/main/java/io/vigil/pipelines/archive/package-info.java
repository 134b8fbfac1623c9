/**
 * The archive: every record that was read, in Parquet, and a manifest that says which are there.
 */
@NullMarked
package io.vigil.pipelines.archive;

import org.jspecify.annotations.NullMarked;
