/**
 * The words of Vigil as records: what is read, what is said of it, and what is written. Plain Java.
 *
 * <p>Everything is {@code @NullMarked}: a value is never null unless its type says {@code
 * Nullable}.
 */
@NullMarked
package io.vigil.schemas;

import org.jspecify.annotations.NullMarked;
