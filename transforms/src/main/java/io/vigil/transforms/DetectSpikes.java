package io.vigil.transforms;

import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.RecordCoder;
import io.vigil.transforms.screen.LatenessGate;
import io.vigil.transforms.screen.Screened;
import io.vigil.transforms.screen.Verdict.Finding;
import io.vigil.transforms.spikes.Desk;
import io.vigil.transforms.spikes.DetectionSettings;
import io.vigil.transforms.spikes.KeyWatch;
import io.vigil.transforms.spikes.ShardWatch;
import io.vigil.transforms.spikes.Sighting;
import io.vigil.transforms.spikes.SightingCoder;
import io.vigil.transforms.spikes.TallyBlock;
import io.vigil.transforms.spikes.TallyBlockCoder;
import java.time.Instant;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds fraud spikes, and makes one incident of all that have one cause.
 *
 * <p>In: accepted transactions at their event time, bounded or not, in the global window, and the
 * flags on them, if rules are to be signals too ({@link #withFlags}). Out, in the global window:
 * {@link Result#spikes} and {@link Result#incidents}; a later row of an id replaces an earlier one.
 *
 * <ul>
 *   <li>From an unbounded input a spike and its incident come out as soon as the count of an open
 *       bucket is too improbable, {@code PROVISIONAL}, and again whenever they change. When the
 *       watermark has passed the end of the bucket and the allowed lateness, the spike comes out
 *       {@code CONFIRMED} and final, or {@code RETRACTED}. An incident is final when nothing can
 *       join it any more.
 *   <li>From a bounded one each spike and each incident comes out once, and is final.
 * </ul>
 *
 * <p>What is final depends on the set of transactions and flags alone, to the last bit of the
 * probabilities. What comes after its bucket has closed makes the pipeline fail: put late
 * transactions aside before, by the same lateness, as {@link Screen} does. A flag that is found
 * after its transaction counts in the bucket of the transaction.
 *
 * <p>How it judges, with formulas and sources, is in docs/spikes.md. What crosses the network are
 * tallies, one for each bundle, key and bucket of ten seconds, in one block for each shard of keys;
 * then spikes, which are rare, to one key that makes the incidents.
 *
 * <p>State: for each key what {@link io.vigil.transforms.spikes.KeyState} holds, and its open
 * buckets. A bounded input is sorted by time within each shard, so that it needs no more than a
 * stream does: the blocks that overlap in time.
 *
 * @param <T> what holds a transaction
 */
public final class DetectSpikes<T> extends PTransform<PCollection<T>, DetectSpikes.Result> {

  private static final long serialVersionUID = 1;
  private static final Duration DEFAULT_ALLOWED_LATENESS = Duration.standardMinutes(10);

  /** How many parts of the keys can be judged at the same time. Each is told of all traffic. */
  private static final int SHARDS = 16;

  /** So long that nothing is late, and short enough to be added to any time. */
  private static final Duration FOR_EVER = Duration.standardDays(366 * 1_000);

  /** After all event times, and before a runner forgets the state of the global window. */
  static final org.joda.time.Instant END =
      GlobalWindow.INSTANCE.maxTimestamp().minus(Duration.standardDays(1));

  private static final TupleTag<Finding> FLAGS = new TupleTag<>("flags");
  private static final Coder<KV<Integer, TallyBlock>> BLOCKS =
      KvCoder.of(VarIntCoder.of(), TallyBlockCoder.of());
  private static final Coder<KV<Integer, Sighting>> SIGHTINGS =
      KvCoder.of(VarIntCoder.of(), SightingCoder.of());

  static final TupleTag<Spike> SPIKES = new TupleTag<>("spikes");
  static final TupleTag<Incident> INCIDENTS = new TupleTag<>("incidents");

  private final SerializableFunction<T, Transaction> transactionOf;
  private final transient @Nullable PCollection<Finding> flags;
  private final DetectionSettings settings;
  private final String detection;
  private final @Nullable Long historyStart;
  private final Duration allowedLateness;
  private final long generation;

  private DetectSpikes(
      SerializableFunction<T, Transaction> transactionOf,
      @Nullable PCollection<Finding> flags,
      DetectionSettings settings,
      String detection,
      @Nullable Long historyStart,
      Duration allowedLateness,
      long generation) {
    this.transactionOf = transactionOf;
    this.flags = flags;
    this.settings = settings;
    this.detection = detection;
    this.historyStart = historyStart;
    this.allowedLateness = allowedLateness;
    this.generation = generation;
  }

  /** In transactions, without flags, with ten minutes of allowed lateness and generation 0. */
  public static DetectSpikes<Transaction> inTransactions(DetectionSettings settings) {
    return by(settings, transaction -> transaction);
  }

  /** The same in transactions that {@link Screen} has accepted. */
  public static DetectSpikes<Screened> inScreened(DetectionSettings settings) {
    return by(settings, Screened::transaction);
  }

  private static <T> DetectSpikes<T> by(
      DetectionSettings settings, SerializableFunction<T, Transaction> transactionOf) {
    return new DetectSpikes<>(transactionOf, null, settings, "", null, DEFAULT_ALLOWED_LATENESS, 0);
  }

  /**
   * Counts these flags as signals, each rule's as one. They may come out of {@link
   * Screen.Result#flags} in any order, before or after their transaction.
   */
  public DetectSpikes<T> withFlags(PCollection<Finding> newFlags) {
    return new DetectSpikes<>(
        transactionOf, newFlags, settings, detection, historyStart, allowedLateness, generation);
  }

  /** What incidents say of the configuration that found them; nothing by default. */
  public DetectSpikes<T> withDetection(String newDetection) {
    return new DetectSpikes<>(
        transactionOf, flags, settings, newDetection, historyStart, allowedLateness, generation);
  }

  /**
   * The day (UTC) on which the history of all keys begins: what lies before it does not count.
   * Without it the history begins with the first transaction. It must be the same on every run.
   */
  public DetectSpikes<T> withHistoryStart(@Nullable Instant newHistoryStart) {
    Long start = newHistoryStart == null ? null : newHistoryStart.toEpochMilli();
    if (start != null && Math.floorMod(start, java.time.Duration.ofDays(1).toMillis()) != 0) {
      throw new IllegalArgumentException("no day (UTC) starts at " + newHistoryStart);
    }
    return new DetectSpikes<>(
        transactionOf, flags, settings, detection, start, allowedLateness, generation);
  }

  /** How long after its end a bucket stays open; ten minutes by default. */
  public DetectSpikes<T> withAllowedLateness(Duration newAllowedLateness) {
    if (newAllowedLateness.isShorterThan(Duration.ZERO)) {
      throw new IllegalArgumentException("allowedLateness must not be negative");
    }
    return new DetectSpikes<>(
        transactionOf, flags, settings, detection, historyStart, newAllowedLateness, generation);
  }

  /** The generation that the rows are marked with; 0, which is what is live, by default. */
  public DetectSpikes<T> withGeneration(long newGeneration) {
    return new DetectSpikes<>(
        transactionOf, flags, settings, detection, historyStart, allowedLateness, newGeneration);
  }

  @Override
  public Map<TupleTag<?>, PValue> getAdditionalInputs() {
    return flags == null ? Map.of() : Map.of(FLAGS, flags);
  }

  @Override
  public Result expand(PCollection<T> accepted) {
    var tallies = accepted.apply("TallySignals", ParDo.of(tallyTransactions())).setCoder(BLOCKS);
    if (flags != null) {
      var ofFlags = flags.apply("TallyFlags", ParDo.of(tallyFlags())).setCoder(BLOCKS);
      tallies = PCollectionList.of(tallies).and(ofFlags).apply("Both", Flatten.pCollections());
    }
    var gate = new LatenessGate(settings.judge().bucket().toMillis(), allowedLateness.getMillis());
    var outputs =
        tallies.isBounded() == IsBounded.UNBOUNDED
            ? ofStream(tallies, gate)
            : ofBounded(tallies, gate);
    return new Result(
        outputs.get(SPIKES).setCoder(RecordCoder.of(RecordTypes.SPIKE)),
        outputs.get(INCIDENTS).setCoder(RecordCoder.of(RecordTypes.INCIDENT)));
  }

  private PCollectionTuple ofStream(
      PCollection<KV<Integer, TallyBlock>> tallies, LatenessGate gate) {
    var watch = new ShardWatch(new KeyWatch(settings.judge(), true));
    var desk = new Desk(settings.judge(), detection, generation, true);
    return tallies
        .apply("Judge", ParDo.of(new WatchShardsFn(watch, gate)))
        .setCoder(SIGHTINGS)
        .apply(
            "FindIncidents",
            ParDo.of(new FindIncidentsFn(desk, gate))
                .withOutputTags(SPIKES, TupleTagList.of(INCIDENTS)));
  }

  private PCollectionTuple ofBounded(
      PCollection<KV<Integer, TallyBlock>> tallies, LatenessGate gate) {
    var watch = new ShardWatch(new KeyWatch(settings.judge(), false));
    var desk = new Desk(settings.judge(), detection, generation, false);
    var windowing = tallies.getWindowingStrategy();
    // A sorted input drops what comes behind the watermark, so nothing may be late.
    var outputs =
        inOrder(tallies, windowing)
            .apply("Judge", ParDo.of(new WatchSortedShardsFn(watch, gate)))
            .setCoder(SIGHTINGS)
            .apply(
                "FindIncidents",
                ParDo.of(new FindIncidentsSortedFn(desk))
                    .withOutputTags(SPIKES, TupleTagList.of(INCIDENTS)));
    outputs.get(SPIKES).setWindowingStrategyInternal(windowing);
    outputs.get(INCIDENTS).setWindowingStrategyInternal(windowing);
    return outputs;
  }

  private static <E> PCollection<E> inOrder(PCollection<E> any, WindowingStrategy<?, ?> windowing) {
    return any.setWindowingStrategyInternal(windowing.withAllowedLateness(FOR_EVER));
  }

  private TallySignalsFn<T> tallyTransactions() {
    var of = transactionOf;
    var start = historyStart;
    return new TallySignalsFn<>(
        settings,
        SHARDS,
        (fact, into) -> {
          var transaction = of.apply(fact);
          if (start == null || transaction.eventTime() >= start) {
            into.add(transaction);
          }
        });
  }

  private TallySignalsFn<Finding> tallyFlags() {
    var start = historyStart;
    return new TallySignalsFn<>(
        settings,
        SHARDS,
        (finding, into) -> {
          if (start == null || finding.flag().eventTime() >= start) {
            into.add(finding.flag());
          }
        });
  }

  /** Puts a sighting on the one desk that there is. */
  static KV<Integer, Sighting> onDesk(Sighting sighting) {
    return KV.of(0, sighting);
  }

  /** Gives out rows at the time of what they are about. */
  static void give(Desk.Judgement judgement, MultiOutputReceiver out) {
    for (var spike : judgement.spikes()) {
      var time = new org.joda.time.Instant(spike.bucketStart());
      out.get(SPIKES).outputWithTimestamp(spike, time);
    }
    for (var incident : judgement.incidents()) {
      var time = new org.joda.time.Instant(incident.incidentStart());
      out.get(INCIDENTS).outputWithTimestamp(incident, time);
    }
  }

  /**
   * What {@link DetectSpikes} makes of its input.
   *
   * @param spikes a row for each spike, and for each that was announced and did not hold
   * @param incidents a row for each incident, likewise
   */
  public record Result(PCollection<Spike> spikes, PCollection<Incident> incidents)
      implements POutput {

    @Override
    public Pipeline getPipeline() {
      return spikes.getPipeline();
    }

    @Override
    public Map<TupleTag<?>, PValue> expand() {
      return Map.of(SPIKES, spikes, INCIDENTS, incidents);
    }

    @Override
    public void finishSpecifyingOutput(
        String transformName, PInput input, PTransform<?, ?> transform) {}
  }
}
