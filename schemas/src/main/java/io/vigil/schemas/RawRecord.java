package io.vigil.schemas;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record as it was read, before anybody has looked into it. It carries all that is needed to
 * parse it now or, as a dead letter, at another time.
 *
 * @param position where it was read
 * @param encoding how to understand the bytes
 * @param schema the CSV header or the Avro schema that the bytes were written with; null for JSON
 *     also in Confluent's wire format
 * @param bytes the record, without a line end; shared, not copied: nobody changes them
 * @param damage why the reader could not give the record whole; null if it is whole
 * @param metadata what the topic keeps beside the record; null unless a mapping asks for it
 */
public record RawRecord(
    SourcePosition position,
    Encoding encoding,
    @Nullable String schema,
    byte[] bytes,
    @Nullable Damage damage,
    @Nullable TopicMetadata metadata) {

  /** How many bytes stand before a value in Confluent's wire format. */
  public static final int CONFLUENT_HEADER = 1 + Integer.BYTES;

  /**
   * What is wrong with a record that the reader could not give whole.
   *
   * @param reason one of the {@link Stage#READ} reasons
   * @param message the reason in words, for people
   */
  public record Damage(Reason reason, String message) {
    public Damage {
      if (reason.stage() != Stage.READ) {
        throw new IllegalArgumentException(reason + " is not a reason of the reader");
      }
    }
  }

  public RawRecord {
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(bytes, "bytes");
    boolean needsSchema = encoding == Encoding.CSV || encoding == Encoding.AVRO;
    if (schema == null && needsSchema && damage == null) {
      throw new IllegalArgumentException("a whole " + encoding + " record needs its schema");
    }
  }

  /** One of which nobody asks what stands beside it. */
  public RawRecord(
      SourcePosition position,
      Encoding encoding,
      @Nullable String schema,
      byte[] bytes,
      @Nullable Damage damage) {
    this(position, encoding, schema, bytes, damage, null);
  }

  public static RawRecord json(SourcePosition position, byte[] bytes) {
    return new RawRecord(position, Encoding.JSON, null, bytes, null);
  }

  public static RawRecord csv(SourcePosition position, String header, byte[] bytes) {
    return new RawRecord(position, Encoding.CSV, header, bytes, null);
  }

  public static RawRecord avro(SourcePosition position, String schema, byte[] bytes) {
    return new RawRecord(position, Encoding.AVRO, schema, bytes, null);
  }

  /**
   * A value in Confluent's wire format, whole.
   *
   * @param schema of Avro; null for JSON
   */
  public static RawRecord confluent(
      SourcePosition position, @Nullable String schema, byte[] value) {
    return new RawRecord(position, Encoding.CONFLUENT, schema, value, null);
  }

  /** The record within its wire format, if it is in one: JSON or Avro. Otherwise itself. */
  public RawRecord unwrapped() {
    if (encoding != Encoding.CONFLUENT || bytes.length < CONFLUENT_HEADER) {
      return this;
    }
    return new RawRecord(
        position,
        schema == null ? Encoding.JSON : Encoding.AVRO,
        schema,
        Arrays.copyOfRange(bytes, CONFLUENT_HEADER, bytes.length),
        damage,
        metadata);
  }

  /** This record as if it had been read elsewhere. */
  public RawRecord withPosition(SourcePosition newPosition) {
    return new RawRecord(newPosition, encoding, schema, bytes, damage, metadata);
  }

  /** This record with what the topic keeps beside it. */
  public RawRecord withMetadata(@Nullable TopicMetadata newMetadata) {
    return new RawRecord(position, encoding, schema, bytes, damage, newMetadata);
  }

  /** This record, marked as not whole. */
  public RawRecord damaged(Reason reason, String message) {
    return new RawRecord(position, encoding, schema, bytes, new Damage(reason, message), metadata);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawRecord that
        && position.equals(that.position)
        && encoding == that.encoding
        && Objects.equals(schema, that.schema)
        && Arrays.equals(bytes, that.bytes)
        && Objects.equals(damage, that.damage)
        && Objects.equals(metadata, that.metadata);
  }

  @Override
  public int hashCode() {
    return Objects.hash(position, encoding, schema, Arrays.hashCode(bytes), damage, metadata);
  }

  /** Names the record without its content, so that it may be logged. */
  @Override
  public String toString() {
    return "RawRecord[" + bytes.length + " bytes of " + encoding + " at " + position + "]";
  }
}
