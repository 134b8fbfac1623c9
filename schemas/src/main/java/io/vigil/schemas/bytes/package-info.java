/**
 * Streams of bytes as they come out of files, broken off or without a line end; and text into them.
 */
@NullMarked
package io.vigil.schemas.bytes;

import org.jspecify.annotations.NullMarked;
