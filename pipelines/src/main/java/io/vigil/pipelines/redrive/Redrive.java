package io.vigil.pipelines.redrive;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.DeadLetters;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Stage;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.parse.TransactionParser;
import io.vigil.schemas.protect.CardProtection.Protector;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Takes dead letters through today's code, each once, the last one of each record.
 *
 * <p>It goes through them twice: first to find out which one is the last of its record, and which
 * schemas there are, then to try it. A record is in place before, or together with, what says that
 * it is; so a run that was interrupted is started again, and takes up what is left.
 */
final class Redrive {

  /** How far a clock may be ahead, as for monitor. */
  private static final long CLOCK_SKEW_MILLIS = 300_000;

  private static final int RECORDS_BETWEEN_COMMITS = 1_000;

  private final Selection selection;
  private final TransactionParser parser;
  private final Protector protector;
  private final Decryption decryption;
  private final int maxAttempts;
  private final long newest;

  private final Map<Reason, ReasonSummary> summaries = new EnumMap<>(Reason.class);
  private final SortedSet<LocalDate> days = new TreeSet<>();
  private final DeadLetters returned = new DeadLetters();
  private long tried;

  /**
   * @param protector gives pseudonyms to the cards of mended ones
   * @param decryption of those that are encrypted
   * @param maxAttempts a record that was tried as often is left alone
   */
  Redrive(
      Selection selection,
      TransactionParser parser,
      Protector protector,
      Decryption decryption,
      int maxAttempts,
      Instant now) {
    this.selection = selection;
    this.parser = parser;
    this.protector = protector;
    this.decryption = decryption;
    this.maxAttempts = maxAttempts;
    this.newest = now.toEpochMilli() + CLOCK_SKEW_MILLIS;
  }

  /**
   * Tries the dead letters that are meant.
   *
   * @param limit tries no more than that many
   */
  void run(Origin<DeadLetter> origin, GoodRecords good, Returns returns, long limit) {
    var last = new LastAttempts();
    var schemas = new LeftSchemas();
    origin.forEach(
        letter -> {
          last.add(letter);
          schemas.add(letter);
          if (selection.has(letter)) {
            decryption.check(letter);
          }
        });
    origin.forEach(
        letter -> {
          if (tried < limit && last.take(letter) && selection.has(letter)) {
            take(schemas.complete(letter), good, returns);
          }
        });
    // What came back is known before what says that it need not be tried again.
    returns.finish();
    good.finish();
  }

  private void take(DeadLetter letter, GoodRecords good, Returns returns) {
    var summary = summaries.computeIfAbsent(letter.reason(), reason -> new ReasonSummary());
    if (good.has(letter.source())) {
      summary.add(letter, Outcome.ALREADY, letter.message());
    } else if (!letter.canBeRetried()) {
      summary.add(
          letter,
          Outcome.INCOMPLETE,
          letter.stage() == Stage.PARSE && letter.lacksSchema()
              ? letter.message() + "; its schema is in none of these dead letters"
              : letter.message());
    } else if (letter.attempt() >= maxAttempts) {
      summary.add(letter, Outcome.GIVEN_UP, letter.message());
    } else {
      retry(letter, summary, good, returns);
      if (++tried % RECORDS_BETWEEN_COMMITS == 0) {
        returns.commit();
        good.commit();
      }
    }
  }

  private void retry(DeadLetter letter, ReasonSummary summary, GoodRecords good, Returns returns) {
    var decrypted = decryption.clear(letter);
    if (decrypted.isEmpty()) {
      summary.add(letter, Outcome.INCOMPLETE, "encrypted with another key, or damaged");
      return;
    }
    var clear = decrypted.get();
    var retried = Retried.of(clear, letter, parser, newest);
    if (retried instanceof Retried.Mended mended) {
      var transaction = (Transaction) protector.protect(mended.transaction());
      good.add(clear, transaction);
      days.add(LocalDate.ofInstant(Instant.ofEpochMilli(transaction.eventTime()), ZoneOffset.UTC));
      summary.add(letter, Outcome.MENDED, letter.message());
    } else if (retried instanceof Retried.StillBad bad) {
      returns.add(returned.sparing(bad.deadLetter()));
      summary.add(letter, Outcome.STILL_BAD, bad.deadLetter().message());
    } else {
      summary.add(letter, Outcome.SKIPPED, letter.message());
    }
  }

  /** Says what became of them, by reason. */
  void print(PrintWriter out) {
    summaries.forEach((reason, summary) -> summary.print(reason.name(), out));
  }

  /** The days (UTC) whose totals are not complete without the mended ones. */
  SortedSet<LocalDate> days() {
    return days;
  }

  /** How many dead letters had that outcome. */
  long count(Outcome outcome) {
    return summaries.values().stream().mapToLong(it -> it.count(outcome)).sum();
  }

  /** The one line of result. */
  String resultLine() {
    long skipped = count(Outcome.SKIPPED);
    return "redriven=%d still_bad=%d given_up=%d incomplete=%d already=%d%s"
        .formatted(
            count(Outcome.MENDED),
            count(Outcome.STILL_BAD),
            count(Outcome.GIVEN_UP),
            count(Outcome.INCOMPLETE),
            count(Outcome.ALREADY),
            skipped == 0 ? "" : " skipped=" + skipped);
  }
}
