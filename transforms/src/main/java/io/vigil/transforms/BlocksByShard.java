package io.vigil.transforms;

import io.vigil.schemas.Transaction;
import io.vigil.transforms.coders.TransactionCoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Packs the transactions of a bundle into blocks, one or more for each shard of cards, so that the
 * shuffle moves few large elements. A block is at the earliest of its event times.
 */
final class BlocksByShard
    extends PTransform<PCollection<Transaction>, PCollection<KV<Integer, List<Transaction>>>> {

  private static final long serialVersionUID = 1;

  private final int shards;

  BlocksByShard(int shards) {
    this.shards = shards;
  }

  @Override
  public PCollection<KV<Integer, List<Transaction>>> expand(PCollection<Transaction> input) {
    return input
        .apply("Pack", ParDo.of(new PackFn(shards)))
        .setCoder(KvCoder.of(VarIntCoder.of(), ListCoder.of(TransactionCoder.of())));
  }

  private static final class PackFn extends DoFn<Transaction, KV<Integer, List<Transaction>>> {
    private static final long serialVersionUID = 1;

    /** Bounds the memory of a bundle that is as long as the input. */
    private static final int MOST_OF_BLOCK = 1_000;

    private final int shards;
    private transient Map<Integer, List<Transaction>> open;

    PackFn(int shards) {
      this.shards = shards;
    }

    @StartBundle
    public void startBundle() {
      open = new HashMap<>();
    }

    @ProcessElement
    public void process(
        @Element Transaction transaction, OutputReceiver<KV<Integer, List<Transaction>>> out) {
      int shard = shardOf(transaction.cardId());
      var block = open.computeIfAbsent(shard, any -> new ArrayList<>());
      block.add(transaction);
      if (block.size() == MOST_OF_BLOCK) {
        out.outputWithTimestamp(KV.of(shard, block), earliest(block));
        open.remove(shard);
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      open.forEach(
          (shard, block) ->
              context.output(KV.of(shard, block), earliest(block), GlobalWindow.INSTANCE));
      open.clear();
    }

    /** A block leaves at the time of its earliest transaction, which another one may send. */
    @Override
    @Deprecated
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }

    private int shardOf(String card) {
      // The hash of a text is part of Java's specification; its low bits are poorly mixed.
      int hash = card.hashCode() * 0x9E3779B9;
      return Math.floorMod(hash ^ hash >>> 16, shards);
    }

    private static Instant earliest(List<Transaction> block) {
      return new Instant(block.stream().mapToLong(Transaction::eventTime).min().orElseThrow());
    }
  }
}
