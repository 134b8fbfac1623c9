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
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Tallies the facts of a bundle by window, so that few elements have to be shuffled.
 *
 * @param <T> the fact: a transaction, or a flag on one
 */
abstract class TallyBundlesFn<T> extends DoFn<T, KV<TotalKey, Tally>> {

  private static final long serialVersionUID = 1;

  /** Bounds the memory of a bundle that is as long as the input; few tallies take over 1 KiB. */
  private static final int MOST_TALLIES = 100_000;

  private transient Map<Windowed, TallyBuilder> open;

  private record Windowed(TotalKey key, long windowStart) {
    KV<TotalKey, Tally> with(TallyBuilder tally) {
      return KV.of(key, tally.build());
    }

    Instant time() {
      return new Instant(windowStart);
    }
  }

  /** Adds what is in a transaction. */
  static <T> TallyBundlesFn<T> ofTransactions(SerializableFunction<T, Transaction> transactionOf) {
    return new OfTransactions<>(transactionOf);
  }

  /** Counts transactions as flagged, each by the first of its flags. */
  static TallyBundlesFn<Finding> ofFlags() {
    return new OfFlags();
  }

  /** Puts the fact into the tallies that it belongs to. */
  abstract void add(T fact);

  final void forEach(
      String currency,
      long eventTime,
      Function<Dimension, String> keyOf,
      Consumer<TallyBuilder> change) {
    for (var dimension : Dimension.ofTotals()) {
      var key = keyOf.apply(dimension);
      for (var grain : Grain.values()) {
        long start = eventTime - eventTime % grain.length().toMillis();
        var windowed = new Windowed(new TotalKey(grain, dimension, key, currency), start);
        change.accept(open.computeIfAbsent(windowed, any -> new TallyBuilder()));
      }
    }
  }

  @StartBundle
  public void startBundle() {
    open = new HashMap<>();
  }

  @ProcessElement
  public void process(@Element T fact, OutputReceiver<KV<TotalKey, Tally>> out) {
    add(fact);
    if (open.size() >= MOST_TALLIES) {
      open.forEach((key, tally) -> out.outputWithTimestamp(key.with(tally), key.time()));
      open.clear();
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    open.forEach(
        (key, tally) -> context.output(key.with(tally), key.time(), GlobalWindow.INSTANCE));
    open.clear();
  }

  /** Tallies leave at the beginning of their window, whose end alone matters. */
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
      forEach(
          transaction.currency(),
          transaction.eventTime(),
          dimension -> dimension.keyOf(transaction),
          tally -> tally.add(transaction));
    }
  }

  private static final class OfFlags extends TallyBundlesFn<Finding> {
    private static final long serialVersionUID = 1;

    @Override
    void add(Finding finding) {
      if (finding.isFirst()) {
        var flag = finding.flag();
        forEach(
            flag.currency(),
            flag.eventTime(),
            dimension -> dimension.keyOf(flag),
            TallyBuilder::addFlagged);
      }
    }
  }
}
