/** {@code vigil report}: what the tables say, as one page that can be mailed and printed. */
@NullMarked
package io.vigil.pipelines.report;

import org.jspecify.annotations.NullMarked;
