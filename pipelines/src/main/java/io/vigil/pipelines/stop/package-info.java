/** Stopping a job on a Flink cluster, with a savepoint, through the cluster's REST interface. */
@NullMarked
package io.vigil.pipelines.stop;

import org.jspecify.annotations.NullMarked;
