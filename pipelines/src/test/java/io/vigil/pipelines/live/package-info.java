/** The main job on real processes: Kafka, PostgreSQL and Flink, which are killed in mid-flight. */
@NullMarked
package io.vigil.pipelines.live;

import org.jspecify.annotations.NullMarked;
