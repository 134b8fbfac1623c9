/** From a raw record of any encoding to a transaction, or to the reason why there is none. */
@NullMarked
package io.vigil.schemas.parse;

import org.jspecify.annotations.NullMarked;
