/** Unpacks the PostgreSQL server. */
@NullMarked
package io.vigil.local.unpack;

import org.jspecify.annotations.NullMarked;
