package io.vigil.transforms;

import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.RecordCoder;
import io.vigil.transforms.screen.Screened;
import io.vigil.transforms.screen.Verdict.Finding;
import io.vigil.transforms.totals.Tally;
import io.vigil.transforms.totals.TallyBuilder;
import io.vigil.transforms.totals.TallyCoder;
import io.vigil.transforms.totals.TotalKey;
import io.vigil.transforms.totals.TotalKeyCoder;
import io.vigil.transforms.totals.WindowsByGrain;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.Window.ClosingBehavior;
import org.apache.beam.sdk.transforms.windowing.Window.OnTimeBehavior;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Totals up transactions: for each minute, hour and day, each dimension and key, and each currency.
 *
 * <pre>{@code
 * SELECT grain, dimension, key, currency, window_start, count(*), sum(amount), max(amount), …
 * FROM transactions × {minute, hour, day} × {all, merchant, country, category}
 * GROUP BY grain, dimension, key, currency, window_start
 * }</pre>
 *
 * <p>In: transactions at their event time, bounded or not, in the global window; and the flags on
 * them, if they are to be counted ({@link #withFlags}). Out: rows of {@link Total} in the global
 * window; a later row of a group replaces an earlier one. Windows are aligned to UTC. Amounts of
 * different currencies are never added up.
 *
 * <ul>
 *   <li>From a bounded input each group gives one row, which is final.
 *   <li>From an unbounded one a group gives a row a second of processing time after something new
 *       has come ({@link #withEarlyFirings}), one when the watermark passes the end of its window,
 *       again after what comes late, and a final one when the allowed lateness is over ({@link
 *       #withAllowedLateness}). Rows accumulate. Transactions that are later still must not come:
 *       put them aside before, by the same lateness, or Beam will drop them.
 * </ul>
 *
 * <p>The final rows depend on the set of transactions alone: sums are exact, and the estimate of
 * cards does not know in which order they came. Which rows come before them depends on the timing,
 * but of two rows of a group the one with more facts is always the later one. What crosses the
 * network are tallies, one for each bundle, window and key, not transactions.
 *
 * @param <T> what holds a transaction
 */
public final class TotalUp<T> extends PTransform<PCollection<T>, PCollection<Total>> {

  private static final long serialVersionUID = 1;
  private static final Duration DEFAULT_EARLY_FIRINGS = Duration.standardSeconds(1);
  private static final Duration DEFAULT_ALLOWED_LATENESS = Duration.standardMinutes(10);
  private static final TupleTag<Finding> FLAGS = new TupleTag<>("flags");
  private static final Coder<KV<TotalKey, Tally>> TALLIES =
      KvCoder.of(TotalKeyCoder.of(), TallyCoder.of());

  private final SerializableFunction<T, Transaction> transactionOf;
  private final transient @Nullable PCollection<Finding> flags;
  private final long generation;
  private final Duration earlyFirings;
  private final Duration allowedLateness;

  private TotalUp(
      SerializableFunction<T, Transaction> transactionOf,
      @Nullable PCollection<Finding> flags,
      long generation,
      Duration earlyFirings,
      Duration allowedLateness) {
    this.transactionOf = transactionOf;
    this.flags = flags;
    this.generation = generation;
    this.earlyFirings = earlyFirings;
    this.allowedLateness = allowedLateness;
  }

  /**
   * Totals of transactions: of generation 0, every second, with ten minutes of allowed lateness,
   * and none of them flagged.
   */
  public static TotalUp<Transaction> transactions() {
    return of(transaction -> transaction);
  }

  /** The same of transactions that {@link Screen} has accepted. */
  public static TotalUp<Screened> screened() {
    return of(Screened::transaction);
  }

  private static <T> TotalUp<T> of(SerializableFunction<T, Transaction> transactionOf) {
    return new TotalUp<>(transactionOf, null, 0, DEFAULT_EARLY_FIRINGS, DEFAULT_ALLOWED_LATENESS);
  }

  /**
   * Counts the transactions that have one of these flags as flagged. They may come out of {@link
   * Screen.Result#flags} in any order, before or after their transaction.
   */
  public TotalUp<T> withFlags(PCollection<Finding> newFlags) {
    return new TotalUp<>(transactionOf, newFlags, generation, earlyFirings, allowedLateness);
  }

  /** The generation that the totals are marked with; 0, which is what is live, by default. */
  public TotalUp<T> withGeneration(long newGeneration) {
    return new TotalUp<>(transactionOf, flags, newGeneration, earlyFirings, allowedLateness);
  }

  /** How long a row may wait for more before its window ends; one second by default. */
  public TotalUp<T> withEarlyFirings(Duration newEarlyFirings) {
    return new TotalUp<>(
        transactionOf,
        flags,
        generation,
        notNegative("earlyFirings", newEarlyFirings),
        allowedLateness);
  }

  /** How long after the end of a window its rows are still revised; ten minutes by default. */
  public TotalUp<T> withAllowedLateness(Duration newAllowedLateness) {
    return new TotalUp<>(
        transactionOf,
        flags,
        generation,
        earlyFirings,
        notNegative("allowedLateness", newAllowedLateness));
  }

  @Override
  public Map<TupleTag<?>, PValue> getAdditionalInputs() {
    return flags == null ? Map.of() : Map.of(FLAGS, flags);
  }

  private static Duration notNegative(String name, Duration duration) {
    if (duration.isShorterThan(Duration.ZERO)) {
      throw new IllegalArgumentException(name + " must not be negative: " + duration);
    }
    return duration;
  }

  @Override
  public PCollection<Total> expand(PCollection<T> transactions) {
    var tallies =
        transactions
            .apply("TallyBundles", ParDo.of(TallyBundlesFn.ofTransactions(transactionOf)))
            .setCoder(TALLIES);
    if (flags != null) {
      var flagged = flags.apply("TallyFlags", ParDo.of(TallyBundlesFn.ofFlags())).setCoder(TALLIES);
      tallies = PCollectionList.of(tallies).and(flagged).apply("Both", Flatten.pCollections());
    }
    return tallies
        .apply("Window", tallies.isBounded() == IsBounded.BOUNDED ? windows() : firing(windows()))
        .apply("Plus", Combine.perKey(new PlusFn()))
        .apply("ToTotal", ParDo.of(new ToTotalFn(generation)))
        .setCoder(RecordCoder.of(RecordTypes.TOTAL))
        // A total names its window itself.
        .apply("Unwindow", Window.into(new GlobalWindows()));
  }

  private static Window<KV<TotalKey, Tally>> windows() {
    return Window.into(new WindowsByGrain());
  }

  private Window<KV<TotalKey, Tally>> firing(Window<KV<TotalKey, Tally>> windows) {
    var soon = AfterProcessingTime.pastFirstElementInPane().plusDelayOf(earlyFirings);
    return windows
        .triggering(AfterWatermark.pastEndOfWindow().withEarlyFirings(soon).withLateFirings(soon))
        // An empty pane on time comes out where the watermark jumps past the lateness as well.
        .withOnTimeBehavior(OnTimeBehavior.FIRE_IF_NON_EMPTY)
        .withAllowedLateness(allowedLateness, ClosingBehavior.FIRE_ALWAYS)
        .accumulatingFiredPanes();
  }

  /**
   * Adds up tallies. Its accumulators are never changed in place: a checkpoint may be writing one
   * while the next tally is added to it.
   */
  private static final class PlusFn extends Combine.CombineFn<Tally, Tally, Tally> {
    private static final long serialVersionUID = 1;

    /**
     * Also the sum of a window that is forgotten already, for which Flink fires once more where the
     * watermark jumps past its end and lateness.
     */
    @Override
    public Tally createAccumulator() {
      return new TallyBuilder().build();
    }

    @Override
    public Tally addInput(Tally sum, Tally tally) {
      return sum.isNothing() ? tally : sum.plus(tally);
    }

    @Override
    public Tally mergeAccumulators(Iterable<Tally> sums) {
      var sum = createAccumulator();
      for (var each : sums) {
        sum = addInput(sum, each);
      }
      return sum;
    }

    @Override
    public Tally extractOutput(Tally sum) {
      return sum;
    }

    @Override
    public Coder<Tally> getAccumulatorCoder(CoderRegistry registry, Coder<Tally> tallies) {
      return TallyCoder.of();
    }
  }

  private static final class ToTotalFn extends DoFn<KV<TotalKey, Tally>, Total> {
    private static final long serialVersionUID = 1;

    private final long generation;

    ToTotalFn(long generation) {
      this.generation = generation;
    }

    @ProcessElement
    public void process(
        @Element KV<TotalKey, Tally> element,
        BoundedWindow window,
        PaneInfo pane,
        OutputReceiver<Total> out) {
      var interval = (IntervalWindow) window;
      var key = element.getKey();
      var tally = element.getValue();
      if (tally.count() == 0) {
        // A pane of nothing; or a flag that overtook its transaction, which is on its way.
        return;
      }
      out.output(
          new Total(
              key.grain(),
              key.dimension(),
              key.key(),
              key.currency(),
              interval.start().getMillis(),
              interval.end().getMillis(),
              tally.count(),
              tally.declined(),
              tally.flagged(),
              tally.sum(),
              tally.isSumCapped(),
              tally.largest(),
              tally.cards().estimate(),
              generation,
              tally.count() + tally.flagged(),
              pane.isLast()));
    }
  }
}
