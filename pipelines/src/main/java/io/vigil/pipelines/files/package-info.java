/** Files as a source and as a sink. */
@NullMarked
package io.vigil.pipelines.files;

import org.jspecify.annotations.NullMarked;
