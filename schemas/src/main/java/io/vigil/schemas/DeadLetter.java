package io.vigil.schemas;

import io.vigil.schemas.fields.CardNumbers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record set aside: whole, with its reason and origin, so that it can be understood and redriven.
 *
 * @param stage the step that set it aside
 * @param reason the reason's code
 * @param message the reason in one line for people; what may be the number of a card is masked, in
 *     those too that an older version wrote
 * @param source where it was read
 * @param encoding how to understand the bytes
 * @param schema the CSV header or the Avro schema of the bytes; null for JSON, and where {@link
 *     DeadLetters} left it to another dead letter of the same source
 * @param schemaHash names the schema; null for JSON, and in what older versions wrote
 * @param bytes the original record; only its beginning if it was too large or broke off
 * @param wholeLength how long the record was, if not all of it and of what stood beside it is kept;
 *     else null
 * @param eventTime its time in milliseconds since the epoch, if known
 * @param attempt how often it was tried, from 1
 * @param vigilVersion the version of Vigil that set it aside
 * @param topicMetadata what the topic kept beside the record, if a mapping asked for it; else null,
 *     and where the bytes are encrypted, for it is encrypted with them
 */
public record DeadLetter(
    Stage stage,
    Reason reason,
    String message,
    SourcePosition source,
    Encoding encoding,
    @Nullable String schema,
    @Nullable String schemaHash,
    byte[] bytes,
    @Nullable Long wholeLength,
    @Nullable Long eventTime,
    int attempt,
    String vigilVersion,
    @Nullable TopicMetadata topicMetadata) {

  /**
   * So much is kept of a record. With all that is around it, it fits into a row of a topic, where
   * 16 MiB are the most.
   */
  public static final int MOST_BYTES = 8 << 20;

  /** In characters of JSON, of which each is escaped once more in a row, to six bytes at most. */
  private static final int MOST_METADATA = 256 << 10;

  public DeadLetter {
    message = CardNumbers.masked(message);
  }

  /** One that has its whole record, and its schema if it has one. */
  public DeadLetter(
      Stage stage,
      Reason reason,
      String message,
      SourcePosition source,
      Encoding encoding,
      @Nullable String schema,
      byte[] bytes,
      @Nullable Long eventTime,
      int attempt,
      String vigilVersion) {
    this(
        stage,
        reason,
        message,
        source,
        encoding,
        schema,
        schema == null ? null : DeadLetters.hash(schema),
        bytes,
        null,
        eventTime,
        attempt,
        vigilVersion,
        null);
  }

  /**
   * The dead letter of a record that failed at its first attempt, in this version of Vigil. Whoever
   * makes many of them makes them with {@link DeadLetters}.
   */
  public static DeadLetter of(ParseFailure failure) {
    var record = failure.record();
    var schema = record.schema();
    return of(failure, schema == null ? null : DeadLetters.hash(schema));
  }

  static DeadLetter of(ParseFailure failure, @Nullable String schemaHash) {
    var record = failure.record();
    var bytes = record.bytes();
    boolean isCut = bytes.length > MOST_BYTES;
    var metadata = record.metadata();
    boolean isBare = metadata != null && metadata.toJson().length() > MOST_METADATA;
    return new DeadLetter(
        failure.reason().stage(),
        failure.reason(),
        failure.message()
            + (isCut ? cut(bytes.length) : "")
            + (isBare ? "; its key and headers are too large to be kept" : ""),
        record.position(),
        record.encoding(),
        record.schema(),
        schemaHash,
        isCut ? Arrays.copyOf(bytes, MOST_BYTES) : bytes,
        isCut || isBare ? Long.valueOf(bytes.length) : null,
        failure.eventTime(),
        1,
        VigilVersion.CURRENT,
        isBare ? null : metadata);
  }

  private static String cut(int length) {
    return String.format(
        Locale.ROOT, "; of its %,d bytes only the first %,d are kept", length, MOST_BYTES);
  }

  /** This one with another schema, or without it. */
  public DeadLetter withSchema(@Nullable String newSchema) {
    return new DeadLetter(
        stage,
        reason,
        message,
        source,
        encoding,
        newSchema,
        schemaHash,
        bytes,
        wholeLength,
        eventTime,
        attempt,
        vigilVersion,
        topicMetadata);
  }

  /**
   * The record as it was read; whether it was whole is not known any more.
   *
   * @throws IllegalArgumentException unless it {@link #canBeRetried}
   */
  public RawRecord toRecord() {
    return new RawRecord(source, encoding, schema, bytes, null, topicMetadata);
  }

  /** Whether all of the record is here, so that it may be understood another time. */
  public boolean canBeRetried() {
    return stage == Stage.PARSE && wholeLength == null && !lacksSchema();
  }

  /** Whether it cannot be understood without a schema that is not here. */
  public boolean lacksSchema() {
    boolean needsSchema =
        switch (encoding) {
          case CSV, AVRO -> true;
          case ENCRYPTED, CONFLUENT -> schemaHash != null;
          case JSON -> false;
        };
    return needsSchema && schema == null;
  }

  /** Whether its bytes must be decrypted before they can be understood. */
  public boolean isEncrypted() {
    return encoding == Encoding.ENCRYPTED;
  }

  /** The same with its record kept in another way. */
  public DeadLetter withRecord(
      Encoding newEncoding, byte[] newBytes, @Nullable TopicMetadata newMetadata) {
    return new DeadLetter(
        stage,
        reason,
        message,
        source,
        newEncoding,
        schema,
        schemaHash,
        newBytes,
        wholeLength,
        eventTime,
        attempt,
        vigilVersion,
        newMetadata);
  }

  /** What comes back when the record has failed once more: the same record, with the new reason. */
  public DeadLetter failedAgain(ParseFailure failure) {
    return new DeadLetter(
        failure.reason().stage(),
        failure.reason(),
        failure.message(),
        source,
        encoding,
        schema,
        schemaHash,
        bytes,
        wholeLength,
        failure.eventTime(),
        attempt + 1,
        VigilVersion.CURRENT,
        topicMetadata);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeadLetter that
        && stage == that.stage
        && reason == that.reason
        && message.equals(that.message)
        && source.equals(that.source)
        && encoding == that.encoding
        && Objects.equals(schema, that.schema)
        && Objects.equals(schemaHash, that.schemaHash)
        && Arrays.equals(bytes, that.bytes)
        && Objects.equals(wholeLength, that.wholeLength)
        && Objects.equals(eventTime, that.eventTime)
        && attempt == that.attempt
        && vigilVersion.equals(that.vigilVersion)
        && Objects.equals(topicMetadata, that.topicMetadata);
  }

  @Override
  public int hashCode() {
    return Objects.hash(reason, source, Arrays.hashCode(bytes), attempt);
  }

  /** Names the dead letter without its content, so that it may be logged. */
  @Override
  public String toString() {
    return "DeadLetter[" + reason + " at " + source + "]";
  }
}
