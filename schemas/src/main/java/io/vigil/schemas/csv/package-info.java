/** Transactions in CSV: one record a line, or more lines where a quoted field has line ends. */
@NullMarked
package io.vigil.schemas.csv;

import org.jspecify.annotations.NullMarked;
