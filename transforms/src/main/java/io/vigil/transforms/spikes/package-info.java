/**
 * Decides which flagged counts of a key are spikes: plain Java, without Beam, so that the verdict
 * is the same wherever it is computed.
 *
 * <p>All floating point here is addition, multiplication and division in a fixed order, which Java
 * 17 defines to the last bit (JEP 306), and {@link java.lang.StrictMath}.
 */
@NullMarked
package io.vigil.transforms.spikes;

import org.jspecify.annotations.NullMarked;
