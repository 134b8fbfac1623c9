package io.vigil.transforms;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.RecordCoder;
import io.vigil.transforms.ledger.Block;
import io.vigil.transforms.ledger.BlockCoder;
import io.vigil.transforms.ledger.Counts;
import io.vigil.transforms.ledger.CountsCoder;
import io.vigil.transforms.ledger.Outcome;
import io.vigil.transforms.screen.Screened;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Instant;

/**
 * Keeps the ledger: how many records of each block of positions were read, and where they ended.
 *
 * <p>In: the counts of {@code count…} for every output of a pipeline, from the source to the dead
 * letters, bounded or not, in the global window. Out, in the global window: rows of {@link
 * LedgerEntry}, of which a later one of a {@link Block} replaces an earlier one. An entry that is
 * not {@linkplain LedgerEntry#isBalanced balanced} when nothing is on its way any more proves that
 * a record was lost or counted twice.
 *
 * <ul>
 *   <li>From bounded counts each block gives one row.
 *   <li>From unbounded ones a block gives a row a second of processing time after something has
 *       changed. Its counts are forgotten when it is balanced and a later block is being read: the
 *       source must be read in order, as a partition of a topic is.
 * </ul>
 */
public final class KeepLedger
    extends PTransform<PCollectionList<KV<Block, Counts>>, PCollection<LedgerEntry>> {

  private static final long serialVersionUID = 1;

  private final long generation;

  private KeepLedger(long generation) {
    this.generation = generation;
  }

  /** A ledger of generation 0. */
  public static KeepLedger ofCounts() {
    return new KeepLedger(0);
  }

  /** The generation that entries are marked with; 0, which is what is live, by default. */
  public KeepLedger withGeneration(long newGeneration) {
    return new KeepLedger(newGeneration);
  }

  /** Counts the records at the source, whatever became of them. */
  public static PTransform<PCollection<Parsed>, PCollection<KV<Block, Counts>>> countRead() {
    return new CountByBlock<>(Outcome.READ, Parsed::source);
  }

  /** Counts the transactions that were accepted. */
  public static PTransform<PCollection<Screened>, PCollection<KV<Block, Counts>>> countAccepted() {
    return new CountByBlock<>(Outcome.ACCEPTED, it -> it.transaction().source());
  }

  /** Counts the transactions that were there already. */
  public static PTransform<PCollection<Transaction>, PCollection<KV<Block, Counts>>>
      countDuplicates() {
    return new CountByBlock<>(Outcome.DUPLICATE, Transaction::source);
  }

  /** Counts the records that were set aside. */
  public static PTransform<PCollection<DeadLetter>, PCollection<KV<Block, Counts>>>
      countDeadLetters() {
    return new CountByBlock<>(Outcome.DEAD_LETTER, DeadLetter::source);
  }

  /** Counts the transactions that came too late. */
  public static PTransform<PCollection<LateTransaction>, PCollection<KV<Block, Counts>>>
      countLate() {
    return new CountByBlock<>(Outcome.LATE, it -> it.transaction().source());
  }

  /** Counts the records that a mapping does not mean. */
  public static PTransform<PCollection<SourcePosition>, PCollection<KV<Block, Counts>>>
      countSkipped() {
    return new CountByBlock<>(Outcome.SKIPPED, position -> position);
  }

  @Override
  public PCollection<LedgerEntry> expand(PCollectionList<KV<Block, Counts>> counts) {
    var all = counts.apply("BothEnds", Flatten.pCollections());
    boolean keepsWriting = all.isBounded() == IsBounded.UNBOUNDED;
    return all.apply("BySource", ParDo.of(new KeyBySourceFn()))
        .setCoder(KvCoder.of(BlockCoder.of(), KvCoder.of(BlockCoder.of(), CountsCoder.of())))
        .apply("Keep", ParDo.of(new KeepLedgerFn(generation, keepsWriting)))
        .setCoder(RecordCoder.of(RecordTypes.LEDGER_ENTRY));
  }

  /** Keys the counts of a block by the first block of its source, which stands for the source. */
  private static final class KeyBySourceFn
      extends DoFn<KV<Block, Counts>, KV<Block, KV<Block, Counts>>> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(
        @Element KV<Block, Counts> counts, OutputReceiver<KV<Block, KV<Block, Counts>>> out) {
      out.output(KV.of(counts.getKey().first(), counts));
    }
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

  /** Counts leave at the time of the first element, so that the runner takes none for late. */
  private static final class CountBundlesFn<T> extends DoFn<T, KV<Block, Counts>> {
    private static final long serialVersionUID = 1;

    private final Outcome outcome;
    private final SerializableFunction<T, SourcePosition> positionOf;
    private transient Map<Block, Long> open;
    private transient Instant earliest;

    CountBundlesFn(Outcome outcome, SerializableFunction<T, SourcePosition> positionOf) {
      this.outcome = outcome;
      this.positionOf = positionOf;
    }

    @StartBundle
    public void startBundle() {
      open = new HashMap<>();
      earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;
    }

    @ProcessElement
    public void process(@Element T element, @Timestamp Instant time) {
      earliest = time.isBefore(earliest) ? time : earliest;
      open.merge(Block.of(positionOf.apply(element)), 1L, Long::sum);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      open.forEach(
          (block, records) ->
              context.output(
                  KV.of(block, Counts.of(outcome, records)), earliest, GlobalWindow.INSTANCE));
      open.clear();
    }
  }
}
