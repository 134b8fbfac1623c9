/**
 * {@code vigil reconcile}: proves that no record was lost or counted twice, and that the tables are
 * what the archive says.
 */
@NullMarked
package io.vigil.pipelines.reconcile;

import org.jspecify.annotations.NullMarked;
