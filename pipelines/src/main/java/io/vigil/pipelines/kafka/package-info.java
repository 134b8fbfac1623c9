/** Kafka as a source of transactions, and as a place for results. */
@NullMarked
package io.vigil.pipelines.kafka;

import org.jspecify.annotations.NullMarked;
