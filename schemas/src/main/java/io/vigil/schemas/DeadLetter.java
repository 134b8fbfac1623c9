package io.vigil.schemas;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record set aside: whole, with its reason and origin, so that it can be understood and redriven.
 *
 * @param stage the step that set it aside
 * @param reason the reason's code
 * @param message the reason in one line for people
 * @param source where it was read
 * @param encoding how to understand the bytes
 * @param schema the CSV header or the Avro schema of the bytes; null for JSON
 * @param bytes the original record; only its beginning if it was too large or broke off
 * @param eventTime its time in milliseconds since the epoch, if known
 * @param attempt how often it was tried, from 1
 * @param vigilVersion the version of Vigil that set it aside
 */
public record DeadLetter(
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

  /** The dead letter of a record that failed at its first attempt, in this version of Vigil. */
  public static DeadLetter of(ParseFailure failure) {
    var record = failure.record();
    return new DeadLetter(
        failure.reason().stage(),
        failure.reason(),
        failure.message(),
        record.position(),
        record.encoding(),
        record.schema(),
        record.bytes(),
        failure.eventTime(),
        1,
        VigilVersion.CURRENT);
  }

  /**
   * The record as it was read; whether it was whole is not known any more.
   *
   * @throws IllegalArgumentException unless it {@link #canBeRetried}
   */
  public RawRecord toRecord() {
    return new RawRecord(source, encoding, schema, bytes, null);
  }

  /** Whether all of the record is here, so that it may be understood another time. */
  public boolean canBeRetried() {
    boolean needsSchema = encoding == Encoding.CSV || encoding == Encoding.AVRO;
    return stage == Stage.PARSE && (schema != null || !needsSchema);
  }

  /** Whether its bytes must be decrypted before they can be understood. */
  public boolean isEncrypted() {
    return encoding == Encoding.ENCRYPTED;
  }

  /** The same with its record kept in another way. */
  public DeadLetter withRecord(Encoding newEncoding, byte[] newBytes) {
    return new DeadLetter(
        stage,
        reason,
        message,
        source,
        newEncoding,
        schema,
        newBytes,
        eventTime,
        attempt,
        vigilVersion);
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
        bytes,
        failure.eventTime(),
        attempt + 1,
        VigilVersion.CURRENT);
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
        && Arrays.equals(bytes, that.bytes)
        && Objects.equals(eventTime, that.eventTime)
        && attempt == that.attempt
        && vigilVersion.equals(that.vigilVersion);
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
