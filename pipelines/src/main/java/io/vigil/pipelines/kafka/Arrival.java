package io.vigil.pipelines.kafka;

import io.vigil.schemas.Parsed;

/**
 * A value of a topic as it left the consumer: parsed, but not yet with its place, which the
 * deserializer is not told.
 *
 * @param parsed from the value, with a place that means nothing
 * @param bytes the value; shared, not copied: nobody changes them
 * @param readAt the clock of the reader at that moment, in milliseconds since the epoch
 */
record Arrival(Parsed parsed, byte[] bytes, long readAt) {}
