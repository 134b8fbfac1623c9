package io.vigil.schemas;

/**
 * A good transaction that came after its base bucket had closed.
 *
 * @param transaction the transaction, whole, so that it can be redriven
 * @param bucketEnd first millisecond after its base bucket, since the epoch
 * @param watermark where the watermark stood when it was found late
 */
public record LateTransaction(Transaction transaction, long bucketEnd, long watermark) {}
