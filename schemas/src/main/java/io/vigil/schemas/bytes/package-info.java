/** Streams of bytes as they come out of files: compressed, broken off, or without a line end. */
@NullMarked
package io.vigil.schemas.bytes;

import org.jspecify.annotations.NullMarked;
