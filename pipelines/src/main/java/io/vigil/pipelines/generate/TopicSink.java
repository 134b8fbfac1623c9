package io.vigil.pipelines.generate;

import io.vigil.pipelines.cli.Progress;
import io.vigil.pipelines.kafka.TopicWriter;
import io.vigil.schemas.json.JsonTransactionWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Sends records as JSON, when they are due. Their key is the card: so all that happens to a card
 * stays in order, in one partition, and a duplicate comes behind what it repeats.
 */
final class TopicSink implements EntrySink {

  private final TopicTarget target;
  private final TopicWriter topic;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final JsonTransactionWriter json = new JsonTransactionWriter(bytes);
  private final long start = System.nanoTime();
  private long sent;

  TopicSink(TopicTarget target) {
    this.target = target;
    this.topic = TopicWriter.open(target.settings(), target.topic());
  }

  @Override
  public void write(Entry entry) throws IOException {
    awaitTurn(entry);
    var value = entry.bad == null ? json(entry) : entry.bad.line();
    topic.write(entry.transaction.cardId().getBytes(StandardCharsets.UTF_8), value);
    sent++;
    Progress.add(1, value.length);
  }

  private byte[] json(Entry entry) throws IOException {
    bytes.reset();
    json.write(entry.transaction);
    json.flush();
    // Without the end of the line.
    return Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1);
  }

  private void awaitTurn(Entry entry) throws IOException {
    if (target.isLive()) {
      await(TimeUnit.MILLISECONDS.toNanos(entry.arrival - System.currentTimeMillis()));
    } else if (target.perSecond() > 0) {
      await(start + (long) (sent * 1e9 / target.perSecond()) - System.nanoTime());
    }
  }

  private static void await(long nanos) throws IOException {
    try {
      if (nanos > 0) {
        TimeUnit.NANOSECONDS.sleep(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void close() {
    try (topic) {
      topic.flush();
    }
  }
}
