package io.vigil.transforms.spikes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes open buckets. */
public final class OpenBucketCoder extends AtomicCoder<OpenBucket> {

  private static final long serialVersionUID = 1;
  private static final OpenBucketCoder INSTANCE = new OpenBucketCoder();

  private OpenBucketCoder() {}

  public static OpenBucketCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(OpenBucket bucket, OutputStream out) throws IOException {
    VarLongCoder.of().encode(bucket.count(), out);
    VarLongCoder.of().encode(bucket.announced(), out);
  }

  @Override
  public OpenBucket decode(InputStream in) throws IOException {
    return new OpenBucket(VarLongCoder.of().decode(in), VarLongCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
