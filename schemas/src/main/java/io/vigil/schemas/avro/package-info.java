/** Vigil's records in Avro: the published schemas, and files and data written with them. */
@NullMarked
package io.vigil.schemas.avro;

import org.jspecify.annotations.NullMarked;
