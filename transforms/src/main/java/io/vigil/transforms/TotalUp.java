package io.vigil.transforms;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.RecordCoder;
import io.vigil.transforms.totals.Tally;
import io.vigil.transforms.totals.TallyBuilder;
import io.vigil.transforms.totals.TallyCoder;
import io.vigil.transforms.totals.TotalKey;
import io.vigil.transforms.totals.TotalKeyCoder;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
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
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Totals up transactions: for each minute, hour and day, each dimension and key, and each currency.
 *
 * <pre>{@code
 * SELECT grain, dimension, key, currency, window_start, count(*), sum(amount), max(amount), …
 * FROM transactions × {minute, hour, day} × {all, merchant, country, category}
 * GROUP BY grain, dimension, key, currency, window_start
 * }</pre>
 *
 * <p>In: transactions at their event time, bounded or not, in the global window. Out: rows of
 * {@link Total} in the global window; a later row of a group replaces an earlier one. Windows are
 * aligned to UTC. Amounts of different currencies are never added up.
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
 * network are tallies, one for each bundle, minute and key, not transactions.
 */
public final class TotalUp extends PTransform<PCollection<Transaction>, PCollection<Total>> {

  private static final long serialVersionUID = 1;
  private static final Duration DEFAULT_EARLY_FIRINGS = Duration.standardSeconds(1);
  private static final Duration DEFAULT_ALLOWED_LATENESS = Duration.standardMinutes(10);

  private final long generation;
  private final Duration earlyFirings;
  private final Duration allowedLateness;

  private TotalUp(long generation, Duration earlyFirings, Duration allowedLateness) {
    this.generation = generation;
    this.earlyFirings = earlyFirings;
    this.allowedLateness = allowedLateness;
  }

  /** Totals of generation 0, every second, with ten minutes of allowed lateness. */
  public static TotalUp transactions() {
    return new TotalUp(0, DEFAULT_EARLY_FIRINGS, DEFAULT_ALLOWED_LATENESS);
  }

  /** The generation that the totals are marked with; 0, which is what is live, by default. */
  public TotalUp withGeneration(long newGeneration) {
    return new TotalUp(newGeneration, earlyFirings, allowedLateness);
  }

  /** How long a row may wait for more before its window ends; one second by default. */
  public TotalUp withEarlyFirings(Duration newEarlyFirings) {
    return new TotalUp(generation, notNegative("earlyFirings", newEarlyFirings), allowedLateness);
  }

  /** How long after the end of a window its rows are still revised; ten minutes by default. */
  public TotalUp withAllowedLateness(Duration newAllowedLateness) {
    return new TotalUp(
        generation, earlyFirings, notNegative("allowedLateness", newAllowedLateness));
  }

  private static Duration notNegative(String name, Duration duration) {
    if (duration.isShorterThan(Duration.ZERO)) {
      throw new IllegalArgumentException(name + " must not be negative: " + duration);
    }
    return duration;
  }

  @Override
  public PCollection<Total> expand(PCollection<Transaction> transactions) {
    var tallies =
        transactions
            .apply("TallyBundles", ParDo.of(new TallyBundlesFn()))
            .setCoder(KvCoder.of(TotalKeyCoder.of(), TallyCoder.of()));
    return PCollectionList.of(tallies.apply("Minute", new TotalsOf(Grain.MINUTE)))
        .and(tallies.apply("Hour", new TotalsOf(Grain.HOUR)))
        .and(tallies.apply("Day", new TotalsOf(Grain.DAY)))
        .apply("AllGrains", Flatten.pCollections());
  }

  /** Adds up the tallies of each window of one grain. */
  private final class TotalsOf
      extends PTransform<PCollection<KV<TotalKey, Tally>>, PCollection<Total>> {
    private static final long serialVersionUID = 1;

    private final Grain grain;

    TotalsOf(Grain grain) {
      this.grain = grain;
    }

    @Override
    public PCollection<Total> expand(PCollection<KV<TotalKey, Tally>> tallies) {
      return tallies
          .apply("Window", tallies.isBounded() == IsBounded.BOUNDED ? windows() : firing(windows()))
          .apply("Plus", Combine.perKey(new PlusFn()))
          .apply("ToTotal", ParDo.of(new ToTotalFn(grain, generation)))
          .setCoder(RecordCoder.of(RecordTypes.TOTAL))
          // A total names its window itself, and the grains can only meet in one windowing.
          .apply("Unwindow", Window.into(new GlobalWindows()));
    }

    private Window<KV<TotalKey, Tally>> windows() {
      return Window.into(FixedWindows.of(Duration.millis(grain.length().toMillis())));
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
  }

  /** Tallies the transactions of a bundle by minute, so that few elements have to be shuffled. */
  private static final class TallyBundlesFn extends DoFn<Transaction, KV<TotalKey, Tally>> {
    private static final long serialVersionUID = 1;
    private static final long MINUTE = Grain.MINUTE.length().toMillis();

    /** Bounds the memory of a bundle that is as long as the input: a tally takes 4 KiB at most. */
    private static final int MOST_TALLIES = 20_000;

    private record MinuteKey(TotalKey key, long minute) {}

    private transient Map<MinuteKey, TallyBuilder> open;

    @StartBundle
    public void startBundle() {
      open = new HashMap<>();
    }

    @ProcessElement
    public void process(@Element Transaction transaction, OutputReceiver<KV<TotalKey, Tally>> out) {
      long minute = transaction.eventTime() - transaction.eventTime() % MINUTE;
      for (var dimension : Dimension.values()) {
        var key = new TotalKey(dimension, dimension.keyOf(transaction), transaction.currency());
        open.computeIfAbsent(new MinuteKey(key, minute), unused -> new TallyBuilder())
            .add(transaction);
      }
      if (open.size() >= MOST_TALLIES) {
        open.forEach(
            (key, tally) ->
                out.outputWithTimestamp(
                    KV.of(key.key(), tally.build()), new Instant(key.minute())));
        open.clear();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      open.forEach(
          (key, tally) ->
              context.output(
                  KV.of(key.key(), tally.build()),
                  new Instant(key.minute()),
                  GlobalWindow.INSTANCE));
      open.clear();
    }

    /**
     * Tallies of any minute may leave before their bundle ends; in a bounded input none is late.
     */
    @Override
    @Deprecated
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }
  }

  private static final class PlusFn extends Combine.BinaryCombineFn<Tally> {
    private static final long serialVersionUID = 1;

    @Override
    public Tally apply(Tally left, Tally right) {
      return left.plus(right);
    }
  }

  private static final class ToTotalFn extends DoFn<KV<TotalKey, Tally>, Total> {
    private static final long serialVersionUID = 1;

    private final Grain grain;
    private final long generation;

    ToTotalFn(Grain grain, long generation) {
      this.grain = grain;
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
      out.output(
          new Total(
              grain,
              key.dimension(),
              key.key(),
              key.currency(),
              interval.start().getMillis(),
              interval.end().getMillis(),
              tally.count(),
              tally.declined(),
              tally.flagged(),
              tally.sum(),
              tally.largest(),
              tally.cards().estimate(),
              generation,
              tally.count() + tally.flagged(),
              pane.isLast()));
    }
  }
}
