package io.vigil.transforms.coders;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.RawRecord.Damage;
import io.vigil.schemas.Reason;
import io.vigil.schemas.TopicMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/**
 * Writes raw records. Their schema goes with each of them, so they are best parsed where they are
 * read.
 */
public final class RawRecordCoder extends AtomicCoder<RawRecord> {

  private static final long serialVersionUID = 1;
  private static final RawRecordCoder INSTANCE = new RawRecordCoder();
  private static final Coder<String> TEXT = StringUtf8Coder.of();
  private static final Coder<String> NULLABLE_TEXT = NullableCoder.of(StringUtf8Coder.of());
  private static final Coder<byte[]> BYTES = ByteArrayCoder.of();

  /** Bits of the byte behind the record; older versions wrote 0 or 1, and mean the same by it. */
  private static final int HAS_DAMAGE = 1;

  private static final int HAS_METADATA = 2;

  private RawRecordCoder() {}

  public static RawRecordCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RawRecord record, OutputStream out) throws IOException {
    SourcePositionCoder.of().encode(record.position(), out);
    TEXT.encode(record.encoding().name(), out);
    NULLABLE_TEXT.encode(record.schema(), out);
    BYTES.encode(record.bytes(), out);
    var damage = record.damage();
    var metadata = record.metadata();
    out.write((damage == null ? 0 : HAS_DAMAGE) + (metadata == null ? 0 : HAS_METADATA));
    if (damage != null) {
      TEXT.encode(damage.reason().name(), out);
      TEXT.encode(damage.message(), out);
    }
    if (metadata != null) {
      TEXT.encode(metadata.toJson(), out);
    }
  }

  @Override
  public RawRecord decode(InputStream in) throws IOException {
    var position = SourcePositionCoder.of().decode(in);
    var encoding = Encoding.valueOf(TEXT.decode(in));
    var schema = NULLABLE_TEXT.decode(in);
    var bytes = BYTES.decode(in);
    int more = in.read();
    var damage =
        (more & HAS_DAMAGE) == 0
            ? null
            : new Damage(Reason.valueOf(TEXT.decode(in)), TEXT.decode(in));
    var metadata = (more & HAS_METADATA) == 0 ? null : TopicMetadata.ofJson(TEXT.decode(in));
    return new RawRecord(position, encoding, schema, bytes, damage, metadata);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
