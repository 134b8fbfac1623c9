package io.vigil.transforms;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.screen.Verdict.Finding;
import io.vigil.transforms.totals.Tally;
import io.vigil.transforms.totals.TallyBuilder;
import io.vigil.transforms.totals.TotalKey;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Tallies the facts of a bundle by minute, so that few elements have to be shuffled.
 *
 * @param <T> the fact: a transaction, or a flag on one
 */
abstract class TallyBundlesFn<T> extends DoFn<T, KV<TotalKey, Tally>> {

  private static final long serialVersionUID = 1;
  private static final long MINUTE = Grain.MINUTE.length().toMillis();

  /** Bounds the memory of a bundle that is as long as the input: a tally takes 4 KiB at most. */
  private static final int MOST_TALLIES = 20_000;

  private transient Map<MinuteKey, TallyBuilder> open;

  private record MinuteKey(TotalKey key, long minute) {}

  /** Adds what is in a transaction. */
  static <T> TallyBundlesFn<T> ofTransactions(SerializableFunction<T, Transaction> transactionOf) {
    return new OfTransactions<>(transactionOf);
  }

  /** Counts transactions as flagged, each by the first of its flags. */
  static TallyBundlesFn<Finding> ofFlags() {
    return new OfFlags();
  }

  /** Puts the fact into the tally of each dimension. */
  abstract void add(T fact);

  final TallyBuilder tally(Dimension dimension, String key, String currency, long time) {
    var totalKey = new TotalKey(dimension, key, currency);
    return open.computeIfAbsent(
        new MinuteKey(totalKey, time - time % MINUTE), unused -> new TallyBuilder());
  }

  @StartBundle
  public void startBundle() {
    open = new HashMap<>();
  }

  @ProcessElement
  public void process(@Element T fact, OutputReceiver<KV<TotalKey, Tally>> out) {
    add(fact);
    if (open.size() >= MOST_TALLIES) {
      open.forEach(
          (key, tally) ->
              out.outputWithTimestamp(KV.of(key.key(), tally.build()), new Instant(key.minute())));
      open.clear();
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    open.forEach(
        (key, tally) ->
            context.output(
                KV.of(key.key(), tally.build()), new Instant(key.minute()), GlobalWindow.INSTANCE));
    open.clear();
  }

  /** Tallies of any minute may leave before their bundle ends. */
  @Override
  @Deprecated
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  private static final class OfTransactions<T> extends TallyBundlesFn<T> {
    private static final long serialVersionUID = 1;

    private final SerializableFunction<T, Transaction> transactionOf;

    OfTransactions(SerializableFunction<T, Transaction> transactionOf) {
      this.transactionOf = transactionOf;
    }

    @Override
    void add(T fact) {
      var transaction = transactionOf.apply(fact);
      for (var dimension : Dimension.values()) {
        tally(
                dimension,
                dimension.keyOf(transaction),
                transaction.currency(),
                transaction.eventTime())
            .add(transaction);
      }
    }
  }

  private static final class OfFlags extends TallyBundlesFn<Finding> {
    private static final long serialVersionUID = 1;

    @Override
    void add(Finding finding) {
      if (finding.isFirst()) {
        var flag = finding.flag();
        for (var dimension : Dimension.values()) {
          tally(dimension, dimension.keyOf(flag), flag.currency(), flag.eventTime()).addFlagged();
        }
      }
    }
  }
}
