package io.vigil.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.vigil.schemas.Incident;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.TransactionCoder;
import io.vigil.transforms.spikes.DetectionSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tells of six shops that are quiet for five hours, until forty cards are tried out at one of them
 * within a minute and a half.
 */
@ExtendWith(TestPipelineExtension.class)
class DetectSpikesTest {

  private static final long START = Instant.parse("2026-03-01T06:00:00Z").getMillis();
  private static final long ATTACK = START + 5 * 3_600_000 + 600_000;

  private static final List<String> COUNTRIES = List.of("DE", "FR", "IT", "ES");

  /** What the steps of a test have given out, as the pipelines run in this process. */
  private static final Set<Spike> SPIKES = ConcurrentHashMap.newKeySet();

  private static final Set<Incident> INCIDENTS = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void forget() {
    SPIKES.clear();
    INCIDENTS.clear();
  }

  @Test
  void shouldMakeOneFinalIncidentOfABoundedInput(TestPipeline pipeline) {
    var timed = new ArrayList<TimestampedValue<Transaction>>();
    all().forEach(it -> timed.add(timed(it)));
    Collections.shuffle(timed, new Random(7));
    keep(
        pipeline
            .apply(Create.timestamped(timed).withCoder(TransactionCoder.of()))
            .apply(DetectSpikes.inTransactions(DetectionSettings.DEFAULTS)));
    pipeline.run();

    assertThat(SPIKES, is(not(empty())));
    assertThat(SPIKES.stream().allMatch(Spike::isFinal), is(true));
    assertThat(INCIDENTS.stream().map(DetectSpikesTest::inWords).toList(), is(List.of(ATTACKED)));
  }

  @Test
  void shouldAnnounceSoonWhatItSaysOfABoundedInputInTheEnd(TestPipeline pipeline) {
    var stream = TestStream.create(TransactionCoder.of());
    var random = new Random(7);
    long watermark = START;
    long beforeClose = ATTACK + 60_000;
    var together = new ArrayList<TimestampedValue<Transaction>>();
    for (var it : all()) {
      together.add(timed(it));
      boolean isAttack = it.eventTime() > ATTACK && it.eventTime() < ATTACK + 90_000;
      if (together.size() < (isAttack ? 4 : 50)) {
        continue;
      }
      stream =
          stream
              .addElements(together.get(0), rest(together))
              .advanceProcessingTime(Duration.millis(200));
      together.clear();
      // Held back while the attack begins, so that no bucket of it can close.
      if (random.nextInt(2) == 0 && it.eventTime() < ATTACK) {
        watermark = Math.max(watermark, it.eventTime() - 30_000);
        stream = stream.advanceWatermarkTo(new Instant(watermark));
      }
    }
    keep(
        pipeline
            .apply(stream.addElements(together.get(0), rest(together)).advanceWatermarkToInfinity())
            .apply(DetectSpikes.inTransactions(DetectionSettings.DEFAULTS)));
    pipeline.run();

    var provisional = INCIDENTS.stream().filter(it -> it.state() == Spike.State.PROVISIONAL);
    assertThat(provisional.anyMatch(it -> it.lastSeen() < beforeClose), is(true));
    var last = INCIDENTS.stream().filter(Incident::isFinal).map(DetectSpikesTest::inWords).toList();
    assertThat(last, is(List.of(ATTACKED)));
    var streamed = finalRows();
    assertThat(streamed, is(boundedRows()));
  }

  private static final String ATTACKED = "CARD_TESTING true at merchant shop-3, CONFIRMED final";

  private static String inWords(Incident it) {
    return "%s %s at %s %s, %s%s"
        .formatted(
            it.kind(),
            it.isFraud(),
            it.dimension().name().toLowerCase(java.util.Locale.ROOT),
            it.key(),
            it.state(),
            it.isFinal() ? " final" : "");
  }

  private static Set<String> finalRows() {
    var rows = new TreeSet<String>();
    SPIKES.stream()
        .filter(it -> it.isFinal() && it.state() == Spike.State.CONFIRMED)
        .forEach(it -> rows.add(RecordTypes.SPIKE.toAvro(it).toString()));
    INCIDENTS.stream()
        .filter(Incident::isFinal)
        .forEach(it -> rows.add(RecordTypes.INCIDENT.toAvro(it).toString()));
    return rows;
  }

  private static Set<String> boundedRows() {
    forgetAll();
    var pipeline = org.apache.beam.sdk.Pipeline.create();
    var timed = new ArrayList<TimestampedValue<Transaction>>();
    all().forEach(it -> timed.add(timed(it)));
    keep(
        pipeline
            .apply(Create.timestamped(timed).withCoder(TransactionCoder.of()))
            .apply(DetectSpikes.inTransactions(DetectionSettings.DEFAULTS)));
    pipeline.run().waitUntilFinish();
    return finalRows();
  }

  private static void forgetAll() {
    SPIKES.clear();
    INCIDENTS.clear();
  }

  private static List<Transaction> all() {
    var all = new ArrayList<Transaction>();
    var random = new Random(1);
    for (long time = START; time < ATTACK + 3_600_000; time += 20_000 + random.nextInt(40_000)) {
      boolean isDeclined = random.nextInt(20) == 0;
      all.add(payment(time, "card-" + random.nextInt(500), random.nextInt(6), 5_000, isDeclined));
    }
    for (int i = 0; i < 40; i++) {
      all.add(payment(ATTACK + 2_000L * i + 1, "stolen-" + i, 3, 100, i % 8 != 0));
    }
    all.sort(java.util.Comparator.comparingLong(Transaction::eventTime));
    assertThat(new HashSet<>(all).size(), is(all.size()));
    return all;
  }

  private static Transaction payment(
      long time, String card, int shop, long amount, boolean isDeclined) {
    return new Transaction(
        card + "@" + time,
        time,
        card,
        "shop-" + shop,
        amount,
        "EUR",
        COUNTRIES.get((int) (time / 7 % 4)),
        isDeclined ? "DECLINED" : "APPROVED",
        "category-" + shop % 3,
        null,
        "40000" + time % 3,
        SourcePosition.inFile("a", time));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types.
  private static TimestampedValue<Transaction>[] rest(
      List<TimestampedValue<Transaction>> together) {
    return together.subList(1, together.size()).toArray(new TimestampedValue[0]);
  }

  private static TimestampedValue<Transaction> timed(Transaction it) {
    return TimestampedValue.of(it, new Instant(it.eventTime()));
  }

  private static void keep(DetectSpikes.Result result) {
    keep("Spikes", result.spikes(), row -> SPIKES.add(row));
    keep("Incidents", result.incidents(), row -> INCIDENTS.add(row));
  }

  private interface Keeper<T> extends java.io.Serializable {
    boolean keep(T row);
  }

  private static <T> void keep(String name, PCollection<T> rows, Keeper<T> keeper) {
    rows.apply(name, ParDo.of(new KeepFn<>(keeper)));
  }

  private static final class KeepFn<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1;

    private final Keeper<T> keeper;

    KeepFn(Keeper<T> keeper) {
      this.keeper = keeper;
    }

    @ProcessElement
    public void process(@Element T row) {
      keeper.keep(row);
    }
  }
}
