/**
 * {@code vigil score}: how well fraud was found, against a truth that is known. It knows what an
 * incident says of itself, and nothing of how it was found.
 */
@NullMarked
package io.vigil.pipelines.score;

import org.jspecify.annotations.NullMarked;
