/** The command {@code vigil demo}. */
@NullMarked
package io.vigil.local.demo;

import org.jspecify.annotations.NullMarked;
