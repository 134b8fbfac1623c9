/** What all commands share: how flags are read, how a run is refused, and how it is reported. */
@NullMarked
package io.vigil.pipelines.cli;

import org.jspecify.annotations.NullMarked;
