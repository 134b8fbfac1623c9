package io.vigil.pipelines.generate;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lets a sink work in a thread of its own, a few thousand records behind. The sink gets the records
 * in the same order; if it fails, that shows with one of the next records, or on closing.
 */
final class Background implements EntrySink {

  private static final int BATCH = 1_024;
  private static final int BATCHES_ON_THE_WAY = 16;

  /** Stands behind the last batch. */
  private static final List<Entry> END = List.of();

  private final EntrySink sink;
  private final BlockingQueue<List<Entry>> batches = new ArrayBlockingQueue<>(BATCHES_ON_THE_WAY);
  private final Thread thread;
  private List<Entry> batch = new ArrayList<>(BATCH);
  private volatile @Nullable Throwable failure;

  Background(String name, EntrySink sink) {
    this.sink = sink;
    thread = new Thread(this::work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void write(Entry entry) throws IOException {
    batch.add(entry);
    if (batch.size() == BATCH) {
      handOver(batch);
      batch = new ArrayList<>(BATCH);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (!batch.isEmpty()) {
        batches.put(batch);
      }
      batches.put(END);
      thread.join();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    throwFailure();
  }

  private void handOver(List<Entry> full) throws IOException {
    throwFailure();
    try {
      batches.put(full);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void work() {
    try {
      for (var next = batches.take(); next != END; next = batches.take()) {
        // After a failure the batches are still taken, so that nobody waits for it in vain.
        if (failure == null) {
          write(next);
        }
      }
    } catch (InterruptedException e) {
      fail(e);
    }
    try {
      sink.close();
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void write(List<Entry> entries) {
    try {
      for (var entry : entries) {
        sink.write(entry);
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  private void fail(Throwable problem) {
    if (failure == null) {
      failure = problem;
    }
  }

  private void throwFailure() throws IOException {
    var problem = failure;
    // A new exception each time: closing may throw again while the first one is on its way.
    if (problem instanceof IOException) {
      throw new IOException(problem.getMessage(), problem);
    }
    if (problem != null) {
      throw new IllegalStateException(thread.getName() + " failed", problem);
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }
}
