/**
 * Counts what can be a sign of fraud, by key and bucket: values that are functions of the set of
 * transactions and flags that went into them, and can be added up in any order. Plain Java, without
 * Beam but for the coders.
 */
@NullMarked
package io.vigil.transforms.signals;

import org.jspecify.annotations.NullMarked;
