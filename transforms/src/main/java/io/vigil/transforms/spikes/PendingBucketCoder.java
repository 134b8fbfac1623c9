package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTallyCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes open buckets. */
public final class PendingBucketCoder extends AtomicCoder<PendingBucket> {

  private static final long serialVersionUID = 1;
  private static final PendingBucketCoder INSTANCE = new PendingBucketCoder();

  private PendingBucketCoder() {}

  public static PendingBucketCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(PendingBucket bucket, OutputStream out) throws IOException {
    SignalTallyCoder.of().encode(bucket.tally(), out);
    VarLongCoder.of().encode(bucket.announced(), out);
    VarLongCoder.of().encode(bucket.version(), out);
  }

  @Override
  public PendingBucket decode(InputStream in) throws IOException {
    return new PendingBucket(
        SignalTallyCoder.of().decode(in),
        VarLongCoder.of().decode(in),
        VarLongCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
