/** {@code vigil purge}: removes what is older than it may be kept. */
@NullMarked
package io.vigil.pipelines.purge;

import org.jspecify.annotations.NullMarked;
