/** What people can watch and be alarmed by, computed from the tables and the topic themselves. */
@NullMarked
package io.vigil.pipelines.metrics;

import org.jspecify.annotations.NullMarked;
