/** Vigil beside its peers, on the same input, in one run. */
@NullMarked
package io.vigil.benchmarks;

import org.jspecify.annotations.NullMarked;
