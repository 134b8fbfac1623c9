/**
 * The local stack: a Kafka broker, a PostgreSQL server and a Flink cluster as processes of this
 * machine, which can be started, stopped, killed and restarted one by one.
 */
@NullMarked
package io.vigil.local;

import org.jspecify.annotations.NullMarked;
