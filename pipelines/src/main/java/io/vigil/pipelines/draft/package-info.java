/**
 * {@code vigil mapping}: looks at records and drafts a mapping for them. What it guesses it tries
 * out with the parser itself, so that what it writes is what a run will do.
 */
@NullMarked
package io.vigil.pipelines.draft;

import org.jspecify.annotations.NullMarked;
