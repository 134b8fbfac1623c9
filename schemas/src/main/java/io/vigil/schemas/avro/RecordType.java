package io.vigil.schemas.avro;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Binds one of Vigil's records to its Avro schema. Its instances are the constants of {@link
 * RecordTypes}; any number of threads may use them.
 *
 * <p>In a {@link GenericRecord} a time is a {@code Long} and a decimal a {@code ByteBuffer}: the
 * plain forms, which every writer of Avro or Parquet takes without conversions.
 *
 * @param <T> the record
 */
public final class RecordType<T> {

  private final Class<T> type;
  private final Schema schema;
  private final Function<T, GenericRecord> toAvro;
  private final Function<GenericRecord, T> fromAvro;
  private final GenericDatumWriter<GenericRecord> writer;

  RecordType(
      Class<T> type,
      Schema schema,
      Function<T, GenericRecord> toAvro,
      Function<GenericRecord, T> fromAvro) {
    this.type = type;
    this.schema = schema;
    this.toAvro = toAvro;
    this.fromAvro = fromAvro;
    this.writer = new GenericDatumWriter<>(schema, new GenericData());
  }

  public Class<T> type() {
    return type;
  }

  public Schema schema() {
    return schema;
  }

  public GenericRecord toAvro(T value) {
    return toAvro.apply(value);
  }

  /** The value in a row of this schema, or of one that has at least its fields. */
  public T fromAvro(GenericRecord row) {
    return fromAvro.apply(row);
  }

  /**
   * Reads rows that another version of Vigil may have written.
   *
   * @param writerSchema the schema of the rows, as JSON
   * @throws IllegalArgumentException if they cannot be this record, with a line for the user
   */
  public RowDecoder<T> decoderFor(String writerSchema) {
    return RowDecoder.of(this, writerSchema);
  }

  /** Writes the value in Avro's binary encoding, without a schema. */
  public void encode(T value, OutputStream to) throws IOException {
    // The direct encoder keeps nothing back, so it needs no flush, which might reach the network.
    writer.write(toAvro(value), EncoderFactory.get().directBinaryEncoder(to, null));
  }

  /** Reads what {@link #encode(Object, OutputStream)} wrote, and not one byte more. */
  public T decode(InputStream from) throws IOException {
    // The direct decoder takes no more of the stream than it needs.
    return fromAvro(FlatReader.read(schema, DecoderFactory.get().directBinaryDecoder(from, null)));
  }

  public byte[] encode(T value) {
    var bytes = new ByteArrayOutputStream(256);
    try {
      encode(value, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #encode(Object)} wrote; nobody else's bytes. */
  public T decode(byte[] bytes) {
    try {
      return decode(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
