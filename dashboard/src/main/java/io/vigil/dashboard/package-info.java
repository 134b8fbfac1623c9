/** The live page: what Vigil's tables in PostgreSQL say, pushed to browsers, and nothing else. */
@NullMarked
package io.vigil.dashboard;

import org.jspecify.annotations.NullMarked;
