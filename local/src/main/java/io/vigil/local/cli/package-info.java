/** The commands {@code vigil local up}, {@code status} and {@code down}. */
@NullMarked
package io.vigil.local.cli;

import org.jspecify.annotations.NullMarked;
