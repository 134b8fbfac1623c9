package io.vigil.transforms;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.RecordCoder;
import io.vigil.transforms.ledger.Block;
import io.vigil.transforms.ledger.BlockCoder;
import io.vigil.transforms.ledger.Counts;
import io.vigil.transforms.ledger.CountsCoder;
import io.vigil.transforms.ledger.Outcome;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Keeps the ledger: how many records of each block of positions were read, and where they ended.
 *
 * <p>In: the counts of {@link #count} for every output of a pipeline, from the raw records to the
 * dead letters, bounded, in the global window. Out: one {@link LedgerEntry} for each {@link Block}
 * of each source. An entry that is not {@linkplain LedgerEntry#isBalanced balanced} proves that a
 * record was lost or counted twice.
 */
public final class KeepLedger
    extends PTransform<PCollectionList<KV<Block, Counts>>, PCollection<LedgerEntry>> {

  private static final long serialVersionUID = 1;

  private KeepLedger() {}

  public static KeepLedger ofCounts() {
    return new KeepLedger();
  }

  /** Counts the raw records at the source. */
  public static PTransform<PCollection<RawRecord>, PCollection<KV<Block, Counts>>> countRead() {
    return new CountByBlock<>(Outcome.READ, RawRecord::position);
  }

  /** Counts the transactions that were accepted. */
  public static PTransform<PCollection<Transaction>, PCollection<KV<Block, Counts>>>
      countAccepted() {
    return new CountByBlock<>(Outcome.ACCEPTED, Transaction::source);
  }

  /** Counts the records that were set aside. */
  public static PTransform<PCollection<DeadLetter>, PCollection<KV<Block, Counts>>>
      countDeadLetters() {
    return new CountByBlock<>(Outcome.DEAD_LETTER, DeadLetter::source);
  }

  @Override
  public PCollection<LedgerEntry> expand(PCollectionList<KV<Block, Counts>> counts) {
    return counts
        .apply("BothEnds", Flatten.pCollections())
        .apply("ByBlock", Combine.perKey(new PlusFn()))
        .apply("Entries", MapElements.via(new ToEntryFn()))
        .setCoder(RecordCoder.of(RecordTypes.LEDGER_ENTRY));
  }

  private static final class CountByBlock<T>
      extends PTransform<PCollection<T>, PCollection<KV<Block, Counts>>> {
    private static final long serialVersionUID = 1;

    private final Outcome outcome;
    private final SerializableFunction<T, SourcePosition> positionOf;

    CountByBlock(Outcome outcome, SerializableFunction<T, SourcePosition> positionOf) {
      this.outcome = outcome;
      this.positionOf = positionOf;
    }

    @Override
    public PCollection<KV<Block, Counts>> expand(PCollection<T> elements) {
      return elements
          .apply("CountBundles", ParDo.of(new CountBundlesFn<>(outcome, positionOf)))
          .setCoder(KvCoder.of(BlockCoder.of(), CountsCoder.of()));
    }
  }

  private static final class CountBundlesFn<T> extends DoFn<T, KV<Block, Counts>> {
    private static final long serialVersionUID = 1;

    private final Outcome outcome;
    private final SerializableFunction<T, SourcePosition> positionOf;
    private transient Map<Block, Long> open;

    CountBundlesFn(Outcome outcome, SerializableFunction<T, SourcePosition> positionOf) {
      this.outcome = outcome;
      this.positionOf = positionOf;
    }

    @StartBundle
    public void startBundle() {
      open = new HashMap<>();
    }

    @ProcessElement
    public void process(@Element T element) {
      open.merge(Block.of(positionOf.apply(element)), 1L, Long::sum);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      open.forEach(
          (block, records) ->
              context.output(
                  KV.of(block, Counts.of(outcome, records)),
                  BoundedWindow.TIMESTAMP_MIN_VALUE,
                  GlobalWindow.INSTANCE));
      open.clear();
    }
  }

  private static final class PlusFn extends Combine.BinaryCombineFn<Counts> {
    private static final long serialVersionUID = 1;

    @Override
    public Counts apply(Counts left, Counts right) {
      return left.plus(right);
    }
  }

  private static final class ToEntryFn extends SimpleFunction<KV<Block, Counts>, LedgerEntry> {
    private static final long serialVersionUID = 1;

    @Override
    public LedgerEntry apply(KV<Block, Counts> element) {
      return element.getValue().entryFor(element.getKey());
    }
  }
}
