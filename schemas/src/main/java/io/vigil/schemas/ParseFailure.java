package io.vigil.schemas;

import io.vigil.schemas.fields.CardNumbers;
import org.jspecify.annotations.Nullable;

/**
 * A raw record that holds no transaction, and why.
 *
 * @param record the record, untouched
 * @param reason the code, for programs
 * @param message one line for people; names the field. What may be the number of a card is masked
 * @param eventTime the record's time in milliseconds since the epoch, if it was understood before
 *     the failure
 */
public record ParseFailure(
    RawRecord record, Reason reason, String message, @Nullable Long eventTime) implements Parsed {

  /** Nobody reads on; and what a library says may be as long as the record. */
  private static final int LONGEST_MESSAGE = 1_000;

  public ParseFailure {
    var masked = CardNumbers.masked(message);
    message =
        masked.length() <= LONGEST_MESSAGE ? masked : masked.substring(0, LONGEST_MESSAGE) + "…";
  }

  /** The same of a record whose bytes are kept in another way. */
  public ParseFailure withRecord(RawRecord newRecord) {
    return new ParseFailure(newRecord, reason, message, eventTime);
  }

  /** The same in other words. */
  public ParseFailure withMessage(String newMessage) {
    return new ParseFailure(record, reason, newMessage, eventTime);
  }

  @Override
  public SourcePosition source() {
    return record.position();
  }

  @Override
  public ParseFailure withSource(SourcePosition newSource) {
    return new ParseFailure(record.withPosition(newSource), reason, message, eventTime);
  }
}
