package io.vigil.pipelines.redrive;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.parse.TransactionParser;
import io.vigil.schemas.protect.HiddenMessage;
import java.time.Duration;

/** What today's code makes of a dead letter. */
sealed interface Retried {

  /** It is good now. */
  record Mended(Transaction transaction) implements Retried {}

  /** It is as bad as before, or in another way. Its record is wrapped once, as before. */
  record StillBad(DeadLetter deadLetter) implements Retried {}

  /** The mapping does not mean it now. */
  record NotMeant() implements Retried {}

  /**
   * Parses the record again.
   *
   * @param clear the dead letter with its record as it was read
   * @param letter the same as it is kept, perhaps encrypted; so it is if it is still bad
   * @param newest the latest time, in milliseconds since the epoch, that is not the future
   */
  static Retried of(DeadLetter clear, DeadLetter letter, TransactionParser parser, long newest) {
    var record = clear.toRecord();
    Parsed parsed = parser.parse(record);
    if (parsed instanceof Transaction transaction) {
      if (transaction.eventTime() <= newest) {
        return new Mended(transaction);
      }
      parsed =
          new ParseFailure(
              record,
              Reason.TIME_IN_FUTURE,
              "event_time: lies "
                  + Duration.ofMillis(transaction.eventTime() - newest)
                  + " in the future",
              transaction.eventTime());
    }
    if (!(parsed instanceof ParseFailure failure)) {
      return new NotMeant();
    }
    return new StillBad(
        letter.failedAgain(letter.isEncrypted() ? HiddenMessage.of(failure) : failure));
  }
}
