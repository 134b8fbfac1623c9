package io.vigil.schemas;

/**
 * Neighbouring spikes of a key: what one notification is about.
 *
 * @param incidentId derived from dimension, key and first bucket, so that it is the same on every
 *     run
 * @param dimension what {@code key} is a key of
 * @param key whose spikes they are
 * @param incidentStart first millisecond of the first spike's bucket, since the epoch
 * @param incidentEnd first millisecond after the last spike's bucket
 * @param spikes how many buckets are spikes
 * @param flagged the sum of their counts
 * @param peak the highest count
 * @param peakStart first millisecond of the first bucket that has it
 * @param state provisional while one of its spikes is
 * @param generation as in {@link Total}
 * @param facts as in {@link Total}
 * @param isFinal whether no later spike can join it
 */
public record Incident(
    String incidentId,
    Dimension dimension,
    String key,
    long incidentStart,
    long incidentEnd,
    long spikes,
    long flagged,
    long peak,
    long peakStart,
    Spike.State state,
    long generation,
    long facts,
    boolean isFinal) {}
