/**
 * What keeps card numbers from going further than the parser: pseudonyms for the cards of good
 * records, and encryption for the bytes of bad ones. docs/card-data.md says what they give.
 */
@NullMarked
package io.vigil.schemas.protect;

import org.jspecify.annotations.NullMarked;
