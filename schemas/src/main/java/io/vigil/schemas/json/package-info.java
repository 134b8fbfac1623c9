/** Transactions in JSON: one object a line. */
@NullMarked
package io.vigil.schemas.json;

import org.jspecify.annotations.NullMarked;
