/** What Vigil's result tables are, whatever stores them: names, keys and versions. */
@NullMarked
package io.vigil.pipelines.tables;

import org.jspecify.annotations.NullMarked;
