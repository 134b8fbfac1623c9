/** The way in: {@link io.vigil.pipelines.Vigil} takes the command line to one of the pipelines. */
@NullMarked
package io.vigil.pipelines;

import org.jspecify.annotations.NullMarked;
