/** Tells somebody of incidents: calls a URL of theirs. */
@NullMarked
package io.vigil.pipelines.webhook;

import org.jspecify.annotations.NullMarked;
