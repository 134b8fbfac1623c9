package io.vigil.pipelines.archive;

import io.vigil.schemas.DeadLetters;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Transaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Packs the records of a bundle into blocks, by the files that they are for. All blocks are at the
 * beginning of time: nothing behind looks at it, and so no block is late.
 */
final class PackFn extends DoFn<Parsed, KV<FileKey, Block>> {

  private static final long serialVersionUID = 1;

  private static final int MOST_OF_BLOCK = 1_000;
  private static final int MOST_BYTES_OF_BLOCK = 1 << 20;

  /** Bounds the memory of a bundle that is as long as the input. */
  private static final int MOST_BYTES_OPEN = 32 << 20;

  private static final Instant ANY_TIME = new Instant(0);

  private final Counter read = Metrics.counter(PackFn.class, "read");
  private final Counter skipped = Metrics.counter(PackFn.class, "skipped");
  private final int mostOfBlock;
  private transient Map<FileKey, OpenBlock> open;
  private transient long openBytes;
  private transient DeadLetters deadLetters;

  /**
   * @param mostOfFile blocks have no more records than this
   */
  PackFn(int mostOfFile) {
    mostOfBlock = Math.min(mostOfFile, MOST_OF_BLOCK);
  }

  @Setup
  public void setup() {
    deadLetters = new DeadLetters();
  }

  @StartBundle
  public void startBundle() {
    open = new HashMap<>();
    openBytes = 0;
  }

  @ProcessElement
  public void process(@Element Parsed parsed, OutputReceiver<KV<FileKey, Block>> out)
      throws IOException {
    read.inc();
    if (parsed instanceof Transaction transaction) {
      pack(RowKind.TRANSACTIONS, transaction, out);
    } else if (parsed instanceof ParseFailure failure) {
      pack(RowKind.DEAD_LETTERS, deadLetters.of(failure), out);
    } else {
      skipped.inc();
    }
  }

  private <T> void pack(RowKind<T> rows, T record, OutputReceiver<KV<FileKey, Block>> out)
      throws IOException {
    var key = rows.keyOf(record);
    var block = open.computeIfAbsent(key, any -> new OpenBlock());
    int before = block.bytes.size();
    rows.type().encode(record, block.bytes);
    block.records++;
    openBytes += block.bytes.size() - before;
    if (block.records == mostOfBlock || block.bytes.size() >= MOST_BYTES_OF_BLOCK) {
      out.outputWithTimestamp(KV.of(key, block.close()), ANY_TIME);
      open.remove(key);
      openBytes -= block.bytes.size();
    } else if (openBytes >= MOST_BYTES_OPEN) {
      open.forEach((it, full) -> out.outputWithTimestamp(KV.of(it, full.close()), ANY_TIME));
      open.clear();
      openBytes = 0;
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    open.forEach(
        (key, block) -> context.output(KV.of(key, block.close()), ANY_TIME, GlobalWindow.INSTANCE));
    open.clear();
  }

  /** Blocks leave at the beginning of time. */
  @Override
  @Deprecated
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  private static final class OpenBlock {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int records;

    Block close() {
      return new Block(records, bytes.toByteArray());
    }
  }
}
