/** The fields of a transaction: their names, their limits, and how texts become their values. */
@NullMarked
package io.vigil.schemas.fields;

import org.jspecify.annotations.NullMarked;
