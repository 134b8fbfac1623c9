/**
 * The transforms of Vigil, each usable alone in anybody's pipeline.
 *
 * <p>Logic is plain Java in the packages below; the transforms here carry it.
 */
@NullMarked
package io.vigil.transforms;

import org.jspecify.annotations.NullMarked;
