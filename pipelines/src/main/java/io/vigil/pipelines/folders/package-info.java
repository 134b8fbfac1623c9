/** Folders that belong to one process, and do not outlive it by more than one run. */
@NullMarked
package io.vigil.pipelines.folders;

import org.jspecify.annotations.NullMarked;
