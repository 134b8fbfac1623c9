/**
 * How Vigil's elements are written between steps: formats of our own, so that they stay the same.
 */
@NullMarked
package io.vigil.transforms.coders;

import org.jspecify.annotations.NullMarked;
