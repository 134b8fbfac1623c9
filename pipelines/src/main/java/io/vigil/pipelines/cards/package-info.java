/** The flags that protect card data, and {@code vigil keys}, which makes the keys for them. */
@NullMarked
package io.vigil.pipelines.cards;

import org.jspecify.annotations.NullMarked;
