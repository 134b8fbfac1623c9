package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.Entry.Delay;
import io.vigil.pipelines.generate.Story.Payment;
import io.vigil.schemas.Transaction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of what happens, and does to them what can go wrong on the way: they come twice,
 * contradict each other, come late, or are not to be understood.
 *
 * <p>Each concern has dice of its own. So the same seed tells the same story whatever the faults.
 */
final class Generator {

  private static final int COPIES = 5;
  private static final int DELAYS = 6;
  private static final int BAD = 7;

  /** A late record is at most so much later than it must be to be late. */
  private static final int LONGEST_EXTRA_DELAY = 10 * 60_000;

  private final GenerateConfig config;
  private final Story story;
  private final Traffic spoiled;
  private final @Nullable BadRecords badRecords;
  private final long lastTime;
  private final Dice copies;
  private final Dice delays;
  private final Dice bad;
  private long sequence;

  /**
   * @param planted is told of each incident
   */
  Generator(GenerateConfig config, Consumer<Incident> planted) {
    this.config = config;
    long seed = config.seed();
    var happenings = Happenings.in(config.world(), seed, planted);
    story = happenings.story();
    spoiled = happenings.spoiled();
    lastTime = happenings.last();
    badRecords = config.faults().bad() > 0 ? BadRecords.of(config.form().format()) : null;
    copies = new Dice(seed, COPIES);
    delays = new Dice(seed, DELAYS);
    bad = new Dice(seed, BAD);
  }

  /**
   * Generates all records.
   *
   * @param happened takes them in the order in which they happened
   * @param arrived takes the same in the order in which they arrive, each after it has happened
   */
  void run(Consumer<Entry> happened, Consumer<Entry> arrived) {
    var arrivals = new Arrivals(config.lateness(), arrived);
    Consumer<Entry> out = happened.andThen(arrivals::add);
    for (var payment = story.next(); payment != null; payment = story.next()) {
      records(payment, out);
      if (badRecords != null && bad.happens(config.faults().bad())) {
        out.accept(badRecord(payment.transaction().eventTime(), badRecords));
      }
    }
    arrivals.finish();
  }

  private void records(Payment payment, Consumer<Entry> out) {
    var faults = config.faults();
    double chance = copies.fraction();
    boolean isTwice = chance < faults.duplicates();
    boolean isContradicted = !isTwice && chance < faults.duplicates() + faults.conflicts();
    var transaction = payment.transaction();
    out.accept(record(transaction, payment.incident(), isTwice || isContradicted));
    if (isTwice) {
      out.accept(record(transaction, payment.incident(), true));
    } else if (isContradicted) {
      out.accept(record(Payments.contradicted(transaction), payment.incident(), true));
    }
  }

  private Entry record(Transaction transaction, int incident, boolean isRepeated) {
    var faults = config.faults();
    long time = transaction.eventTime();
    double chance = delays.fraction();
    var delay = Delay.NONE;
    long arrival = time;
    if (chance < faults.late()) {
      long lateArrival = time + config.lateness().beyondDoubt() + delays.below(LONGEST_EXTRA_DELAY);
      // At the end there is nothing any more for which it could be late.
      if (lateArrival <= lastTime) {
        delay = Delay.LATE;
        arrival = lateArrival;
      }
    } else if (chance < faults.late() + faults.outOfOrder()) {
      delay = Delay.OUT_OF_ORDER;
      arrival = time + delayInTime(delays);
    }
    return new Entry(sequence++, transaction, null, incident, isRepeated, delay, arrival);
  }

  private Entry badRecord(long time, BadRecords badly) {
    var transaction = spoiled.at(time);
    var delay = bad.happens(config.faults().outOfOrder()) ? Delay.OUT_OF_ORDER : Delay.NONE;
    long arrival = delay == Delay.NONE ? time : time + delayInTime(bad);
    return new Entry(sequence++, transaction, badly.next(transaction), 0, false, delay, arrival);
  }

  private long delayInTime(Dice dice) {
    return 1 + (long) (dice.fraction() * config.lateness().maxOutOfOrderness());
  }
}
