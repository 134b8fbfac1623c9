/** The tables of results, wherever a run has left them: read, never written. */
@NullMarked
package io.vigil.pipelines.results;

import org.jspecify.annotations.NullMarked;
