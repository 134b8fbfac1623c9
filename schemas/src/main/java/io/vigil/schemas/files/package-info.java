/** Opening a file of transactions, whatever its format and compression. */
@NullMarked
package io.vigil.schemas.files;

import org.jspecify.annotations.NullMarked;
