package io.vigil.transforms;

import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.RecordCoder;
import io.vigil.transforms.screen.LatenessGate;
import io.vigil.transforms.screen.Verdict.Finding;
import io.vigil.transforms.spikes.SpikeKeyCoder;
import io.vigil.transforms.spikes.SpikeSettings;
import io.vigil.transforms.spikes.SpikeWatch;
import java.time.Instant;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds fraud spikes: counts of flagged transactions, of one key in one bucket, that the key's own
 * past makes too improbable to be chance.
 *
 * <p>In: flags at the event time of the flagged transaction, as {@link Screen.Result#flags} gives
 * them, bounded or not, in the global window. A transaction counts once, however many flags it has
 * ({@link Finding#isFirst}): for all, for its merchant, its country and its category. Out, in the
 * global window: {@link Result#spikes} and {@link Result#incidents}; a later row of an id replaces
 * an earlier one.
 *
 * <ul>
 *   <li>From an unbounded input a spike comes out as soon as the count of its open bucket reaches
 *       the threshold, {@code PROVISIONAL}, and again whenever it grows. When the watermark has
 *       passed the end of the bucket and the allowed lateness it comes out {@code CONFIRMED} and
 *       final, or {@code RETRACTED}. An incident comes out whenever it changes, and is final when
 *       its cool-down is over; one that is taken back, because an earlier spike gave it another id,
 *       comes out as {@code RETRACTED}.
 *   <li>From a bounded one each spike and each incident comes out once, and is final.
 * </ul>
 *
 * <p>What is final depends on the set of flags alone, to the last bit of the probabilities. Flags
 * that come after their bucket has closed make the pipeline fail: put late transactions aside
 * before, by the same lateness, as {@link Screen} does.
 *
 * <h2>The statistics</h2>
 *
 * The count of a bucket is negative binomial (Greenwood and Yule, 1920), with the key's own mean
 * for the hour of the day, drawn towards its overall rate while little is known (gamma posterior;
 * Gelman et al., Bayesian Data Analysis, 3rd edition, 2.6), and its own overdispersion (method of
 * moments). The threshold is the smallest count k, at least {@link SpikeSettings#minimumCount},
 * with P(X ≥ k) ≤ {@link SpikeSettings#falseAlarms}, by the regularised incomplete beta function
 * (DLMF 8.17.22). Days fade by {@link SpikeSettings#halfLife}; spiking buckets are left out of the
 * baseline. A baseline changes at midnight (UTC) only, so that a count below the floor costs one
 * comparison. The formulas are in {@link io.vigil.transforms.spikes.Baseline}'s package and in
 * docs/spikes.md.
 *
 * <p>State: for each key its baseline (1.4 KB at most), a number for each open bucket with flags,
 * and the last incident, until it has been silent for 400 days.
 */
public final class DetectSpikes extends PTransform<PCollection<Finding>, DetectSpikes.Result> {

  private static final long serialVersionUID = 1;
  private static final Duration DEFAULT_ALLOWED_LATENESS = Duration.standardMinutes(10);

  static final TupleTag<Spike> SPIKES = new TupleTag<>("spikes");
  static final TupleTag<Incident> INCIDENTS = new TupleTag<>("incidents");

  private final SpikeSettings settings;
  private final @Nullable Long historyStart;
  private final Duration allowedLateness;
  private final long generation;

  private DetectSpikes(
      SpikeSettings settings,
      @Nullable Long historyStart,
      Duration allowedLateness,
      long generation) {
    this.settings = settings;
    this.historyStart = historyStart;
    this.allowedLateness = allowedLateness;
    this.generation = generation;
  }

  /**
   * With ten minutes of allowed lateness, generation 0, and every key quiet until its first flag.
   */
  public static DetectSpikes by(SpikeSettings settings) {
    return new DetectSpikes(settings, null, DEFAULT_ALLOWED_LATENESS, 0);
  }

  /**
   * The day (UTC) on which the history of all keys begins; the first whole days of it, as many as
   * the settings say, are a warm-up without verdicts, and flags before it do not count. Without it,
   * every key was quiet before its first flag. It must be the same on every run.
   */
  public DetectSpikes withHistoryStart(@Nullable Instant newHistoryStart) {
    if (newHistoryStart == null) {
      return new DetectSpikes(settings, null, allowedLateness, generation);
    }
    long start = newHistoryStart.toEpochMilli();
    if (Math.floorMod(start, java.time.Duration.ofDays(1).toMillis()) != 0) {
      throw new IllegalArgumentException("no day (UTC) starts at " + newHistoryStart);
    }
    return new DetectSpikes(settings, start, allowedLateness, generation);
  }

  /** How long after its end a bucket stays open; ten minutes by default. */
  public DetectSpikes withAllowedLateness(Duration newAllowedLateness) {
    if (newAllowedLateness.isShorterThan(Duration.ZERO)) {
      throw new IllegalArgumentException("allowedLateness must not be negative");
    }
    return new DetectSpikes(settings, historyStart, newAllowedLateness, generation);
  }

  /** The generation that the rows are marked with; 0, which is what is live, by default. */
  public DetectSpikes withGeneration(long newGeneration) {
    return new DetectSpikes(settings, historyStart, allowedLateness, newGeneration);
  }

  @Override
  public Result expand(PCollection<Finding> flags) {
    boolean announces = flags.isBounded() == IsBounded.UNBOUNDED;
    var watch = new SpikeWatch(settings, historyStart, generation, announces);
    var gate = new LatenessGate(settings.bucket().toMillis(), allowedLateness.getMillis());
    var outputs =
        flags
            .apply("CountBundles", ParDo.of(new CountFlagsFn(gate)))
            .setCoder(
                KvCoder.of(SpikeKeyCoder.of(), KvCoder.of(VarLongCoder.of(), VarLongCoder.of())))
            .apply(
                "Judge",
                ParDo.of(new DetectSpikesFn(watch, settings, gate))
                    .withOutputTags(SPIKES, TupleTagList.of(INCIDENTS)));
    return new Result(
        outputs.get(SPIKES).setCoder(RecordCoder.of(RecordTypes.SPIKE)),
        outputs.get(INCIDENTS).setCoder(RecordCoder.of(RecordTypes.INCIDENT)));
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
