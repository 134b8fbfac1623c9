package io.vigil.pipelines.convergence;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.convergence.Arrival.Good;
import io.vigil.pipelines.convergence.Arrival.Pause;
import io.vigil.pipelines.convergence.Arrival.Watermark;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Grain;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Total;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Each kind of lateness, through the whole job. Two minutes are allowed; a transaction is flagged
 * if two others of its card lie within a minute before it, and two signals are enough for a spike.
 * All is about the minute from 12:00 to 12:01.
 */
class MonitorLatenessTest {

  private static final RuleBook BOOK =
      new RuleBook(2, 60, 1000, 10, 10, 1000, 10, 10, 2, 0.01, 60, null);

  private long offset;

  @Test
  void shouldCountWhatComesOnTime() {
    var rows =
        run(
            payment("a", "12:00:10", "ann", 100),
            payment("b", "12:00:50", "bob", 20),
            // The minute ends …
            watermark("12:01:00"),
            // … and its lateness is over.
            watermark("12:03:00"));

    assertThat(minute(rows), contains("count 2, sum 120", "count 2, sum 120, final"));
    assertThat(late(rows), empty());
  }

  @Test
  void shouldShowASpeculativeTotalBeforeTheMinuteEnds() {
    var rows =
        run(
            payment("a", "12:00:10", "ann", 100),
            new Pause(2_000),
            payment("b", "12:00:20", "bob", 20),
            new Pause(2_000));

    assertThat(
        minute(rows), contains("count 1, sum 100", "count 2, sum 120", "count 2, sum 120, final"));
  }

  @Test
  void shouldCountWhatIsUnobservablyLateAsOnTime() {
    var rows =
        run(
            payment("a", "12:00:40", "ann", 100),
            // Past the next one, but its minute is still open and nobody has seen it.
            watermark("12:00:45"),
            payment("b", "12:00:10", "bob", 20),
            watermark("12:01:00"));

    assertThat(minute(rows), contains("count 2, sum 120", "count 2, sum 120, final"));
    assertThat(late(rows), empty());
  }

  @Test
  void shouldReviseAClosedMinuteByWhatIsObservablyLateButWithinItsLateness() {
    var rows =
        run(
            payment("a", "12:00:40", "ann", 100),
            // The minute has ended, and was shown.
            watermark("12:01:30"),
            payment("b", "12:00:10", "bob", 20),
            new Pause(2_000),
            watermark("12:03:00"));

    assertThat(
        minute(rows), contains("count 1, sum 100", "count 2, sum 120", "count 2, sum 120, final"));
    assertThat(late(rows), empty());
  }

  @Test
  void shouldPutAsideWhatIsTooLateAndSaySoInTheLedger() {
    var rows =
        run(
            payment("a", "12:00:40", "ann", 100),
            watermark("12:10:00"),
            payment("b", "12:00:10", "bob", 20),
            new Pause(2_000));

    assertThat(minute(rows), contains("count 1, sum 100, final"));
    assertThat(late(rows), contains("b, bucket until 12:00:20, watermark 12:10:00"));
    assertThat(ledger(rows), is("read 2 = accepted 1 + duplicates 0 + dead letters 0 + late 1"));
  }

  @Test
  void shouldTakeTheLastMillisecondOfTheLatenessAndNotTheNext() {
    // The bucket of 12:00:10 ends at 12:00:20, and two minutes later it is closed.
    var before =
        run(watermark("12:02:19.999"), payment("a", "12:00:10", "ann", 100), new Pause(2_000));
    var after = run(watermark("12:02:20"), payment("a", "12:00:10", "ann", 100), new Pause(2_000));

    assertThat(late(before), empty());
    assertThat(minute(before), hasItem("count 1, sum 100, final"));
    assertThat(late(after), contains("a, bucket until 12:00:20, watermark 12:02:20"));
    assertThat(minute(after), empty());
  }

  @Test
  void shouldDecideByTheBucketThoughTheMinuteIsStillOpen() {
    var rows =
        run(
            payment("a", "12:00:55", "ann", 100),
            // 12:02:30: the bucket of 12:00:10 is closed, that of 12:00:55 and the minute are not.
            watermark("12:02:30"),
            payment("b", "12:00:10", "bob", 20),
            payment("c", "12:00:50", "bob", 3),
            new Pause(2_000),
            watermark("12:03:00"));

    assertThat(
        minute(rows), contains("count 1, sum 100", "count 2, sum 103", "count 2, sum 103, final"));
    assertThat(late(rows), contains("b, bucket until 12:00:20, watermark 12:02:30"));
  }

  @Test
  void shouldFlagANeighbourByWhatComesLate() {
    var rows =
        run(
            payment("a", "12:00:30", "ann", 100),
            payment("b", "12:00:40", "ann", 20),
            watermark("12:01:30"),
            // Now two others are within a minute before b.
            payment("c", "12:00:20", "ann", 3),
            new Pause(2_000),
            watermark("12:03:00"));

    assertThat(
        all(rows, Flag.class, it -> it.rule() + " on " + it.transactionId()),
        contains("fast on b"));
    assertThat(
        minute(rows),
        contains(
            "count 2, sum 120",
            "count 3, sum 123, flagged 1",
            "count 3, sum 123, flagged 1, final"));
  }

  @Test
  void shouldConfirmASpikeByWhatComesLate() {
    var arrivals = new ArrayList<Arrival>();
    // An hour in which nothing was declined.
    for (int i = 0; i < 40; i++) {
      arrivals.add(payment("usual" + i, "11:%02d:00".formatted(i), "card" + i, 5_000));
    }
    // One declined payment in its ten seconds is no spike …
    arrivals.add(declined("a", "12:00:31", "ann"));
    arrivals.add(watermark("12:01:30"));
    // … and two of two are, when nothing is declined in that shop.
    arrivals.add(declined("b", "12:00:32", "bob"));
    arrivals.add(watermark("12:02:41"));

    assertThat(
        all(run(arrivals.toArray(Arrival[]::new)), Spike.class, it -> inWords(it)),
        contains("12:00:30 2 PROVISIONAL", "12:00:30 2 CONFIRMED, final"));
  }

  private Good declined(String id, String time, String card) {
    var payment =
        new Payment(id, millis(time), card, "shop", 100, "GBP", null, "DECLINED", null, null);
    return new Good(payment, SourcePosition.inTopic("payments", 0, offset++));
  }

  private List<Object> run(Arrival... arrivals) {
    var outcome = Way.DIRECT_STREAM.run(new Scenario(1, BOOK, 120_000, List.of(arrivals)));
    assertThat("dropped by Beam", outcome.dropped(), is(0L));
    return outcome.rows();
  }

  private Good payment(String id, String time, String card, long pence) {
    var payment = new Payment(id, millis(time), card, "shop", pence, "GBP", null, null, null, null);
    return new Good(payment, SourcePosition.inTopic("payments", 0, offset++));
  }

  private static Watermark watermark(String time) {
    return new Watermark(millis(time));
  }

  private static long millis(String time) {
    return Instant.parse("2026-03-01T" + time + "Z").toEpochMilli();
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString().substring(11, 19);
  }

  private static List<String> minute(List<Object> rows) {
    return rows.stream()
        .filter(Total.class::isInstance)
        .map(Total.class::cast)
        .filter(it -> it.grain() == Grain.MINUTE && it.dimension() == Dimension.ALL)
        .map(MonitorLatenessTest::inWords)
        .toList();
  }

  private static String inWords(Total it) {
    return "count %d, sum %d%s%s"
        .formatted(
            it.count(),
            it.sum(),
            it.flagged() > 0 ? ", flagged " + it.flagged() : "",
            it.isFinal() ? ", final" : "");
  }

  private static String inWords(Spike it) {
    return time(it.bucketStart())
        + " "
        + it.flagged()
        + " "
        + it.state()
        + (it.isFinal() ? ", final" : "");
  }

  private static List<String> late(List<Object> rows) {
    return all(
        rows,
        LateTransaction.class,
        it ->
            "%s, bucket until %s, watermark %s"
                .formatted(
                    it.transaction().transactionId(), time(it.bucketEnd()), time(it.watermark())));
  }

  /** The last row says it all. */
  private static String ledger(List<Object> rows) {
    var entries =
        all(
            rows,
            LedgerEntry.class,
            it ->
                "read %d = accepted %d + duplicates %d + dead letters %d + late %d"
                    .formatted(
                        it.read(), it.accepted(), it.duplicates(), it.deadLetters(), it.late()));
    return entries.get(entries.size() - 1);
  }

  private static <T> List<String> all(List<Object> rows, Class<T> type, Function<T, String> words) {
    return rows.stream().filter(type::isInstance).map(type::cast).map(words).distinct().toList();
  }
}
