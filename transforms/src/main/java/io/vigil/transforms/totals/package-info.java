/** The arithmetic of totals: plain Java, without Beam but for the coders of its two values. */
@NullMarked
package io.vigil.transforms.totals;

import org.jspecify.annotations.NullMarked;
