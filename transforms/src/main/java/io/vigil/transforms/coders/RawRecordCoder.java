package io.vigil.transforms.coders;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.RawRecord.Damage;
import io.vigil.schemas.Reason;
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
    NULLABLE_TEXT.encode(damage == null ? null : damage.reason().name(), out);
    if (damage != null) {
      TEXT.encode(damage.message(), out);
    }
  }

  @Override
  public RawRecord decode(InputStream in) throws IOException {
    var position = SourcePositionCoder.of().decode(in);
    var encoding = Encoding.valueOf(TEXT.decode(in));
    var schema = NULLABLE_TEXT.decode(in);
    var bytes = BYTES.decode(in);
    var reason = NULLABLE_TEXT.decode(in);
    var damage = reason == null ? null : new Damage(Reason.valueOf(reason), TEXT.decode(in));
    return new RawRecord(position, encoding, schema, bytes, damage);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
