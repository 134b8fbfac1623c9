package io.vigil.transforms.coders;

import io.vigil.schemas.avro.RecordType;
import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.beam.sdk.coders.CustomCoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes those of Vigil's records that are results, in Avro's binary encoding of their published
 * schema.
 *
 * @param <T> the record
 */
public final class RecordCoder<T> extends CustomCoder<T> {

  private static final long serialVersionUID = 1;

  private final Class<T> type;
  private transient @Nullable RecordType<T> recordType;

  private RecordCoder(Class<T> type) {
    this.type = type;
  }

  public static <T> RecordCoder<T> of(RecordType<T> recordType) {
    return new RecordCoder<>(recordType.type());
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    recordType().encode(value, out);
  }

  @Override
  public T decode(InputStream in) throws IOException {
    return recordType().decode(in);
  }

  private RecordType<T> recordType() {
    if (recordType == null) {
      recordType = RecordTypes.of(type);
    }
    return recordType;
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordCoder<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type);
  }
}
