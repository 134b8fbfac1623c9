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
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
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
 * <p>In: transactions at their event time, bounded, in the global window. Out: one {@link Total}
 * for each group that has a transaction, in the global window, all of them final. Windows are
 * aligned to UTC. Amounts of different currencies are never added up.
 *
 * <p>The result depends on the set of transactions alone: sums are exact, and the estimate of cards
 * does not know in which order they came. What crosses the network are tallies, one for each
 * bundle, minute and key, not transactions.
 */
public final class TotalUp extends PTransform<PCollection<Transaction>, PCollection<Total>> {

  private static final long serialVersionUID = 1;

  private final long generation;

  private TotalUp(long generation) {
    this.generation = generation;
  }

  /** Totals of generation 0, which is what is live. */
  public static TotalUp transactions() {
    return new TotalUp(0);
  }

  /** The generation that the totals are marked with; 0 by default. */
  public TotalUp withGeneration(long newGeneration) {
    return new TotalUp(newGeneration);
  }

  @Override
  public PCollection<Total> expand(PCollection<Transaction> transactions) {
    var tallies =
        transactions
            .apply("TallyBundles", ParDo.of(new TallyBundlesFn()))
            .setCoder(KvCoder.of(TotalKeyCoder.of(), TallyCoder.of()));
    return PCollectionList.of(tallies.apply("Minute", new TotalsOf(Grain.MINUTE, generation)))
        .and(tallies.apply("Hour", new TotalsOf(Grain.HOUR, generation)))
        .and(tallies.apply("Day", new TotalsOf(Grain.DAY, generation)))
        .apply("AllGrains", Flatten.pCollections());
  }

  /** Adds up the tallies of each window of one grain. */
  private static final class TotalsOf
      extends PTransform<PCollection<KV<TotalKey, Tally>>, PCollection<Total>> {
    private static final long serialVersionUID = 1;

    private final Grain grain;
    private final long generation;

    TotalsOf(Grain grain, long generation) {
      this.grain = grain;
      this.generation = generation;
    }

    @Override
    public PCollection<Total> expand(PCollection<KV<TotalKey, Tally>> tallies) {
      var windows = FixedWindows.of(Duration.millis(grain.length().toMillis()));
      return tallies
          .apply("Window", Window.into(windows))
          .apply("Plus", Combine.perKey(new PlusFn()))
          .apply("ToTotal", ParDo.of(new ToTotalFn(grain, generation)))
          .setCoder(RecordCoder.of(RecordTypes.TOTAL))
          // A total names its window itself, and the grains can only meet in one windowing.
          .apply("Unwindow", Window.into(new GlobalWindows()));
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
        @Element KV<TotalKey, Tally> element, BoundedWindow window, OutputReceiver<Total> out) {
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
              true));
    }
  }
}
