/** {@code vigil generate}: transactions of which the truth is known, the same on every run. */
@NullMarked
package io.vigil.pipelines.generate;

import org.jspecify.annotations.NullMarked;
