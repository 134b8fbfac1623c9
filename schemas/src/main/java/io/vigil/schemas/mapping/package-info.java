/**
 * Other people's data: a mapping says which column or expression gives each field of a transaction,
 * and is all that must be written to read them.
 */
@NullMarked
package io.vigil.schemas.mapping;

import org.jspecify.annotations.NullMarked;
