package io.vigil.local.demo;

import io.vigil.local.StackException;
import io.vigil.local.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Measures how fresh the database is: a small payment twice a second, to a merchant of its own, so
 * that the total of that merchant says how many of them are visible.
 */
final class Probe implements AutoCloseable {

  static final String MERCHANT = "demo-probe";

  private static final long PAUSE_MILLIS = 500;

  private final InputTopic input;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<Long> eventTimes = new ArrayList<>();
  private final List<Long> delays = new ArrayList<>();

  Probe(InputTopic input) {
    this.input = input;
  }

  void start() {
    clock.scheduleAtFixedRate(this::send, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void send() {
    var now = Instant.now();
    int number = sent() + 1;
    var name = "demo-probe-" + number;
    input.send(new Payment(name, now, name, MERCHANT, "1.00", "APPROVED"));
    synchronized (this) {
      eventTimes.add(now.toEpochMilli());
    }
  }

  synchronized int sent() {
    return eventTimes.size();
  }

  /**
   * Takes notice of how many are visible now.
   *
   * @return how long ago the newest of them happened, in milliseconds; -1 if none is visible
   */
  synchronized long ageOfNewest(long visible, long now) {
    while (delays.size() < Math.min(visible, eventTimes.size())) {
      delays.add(now - eventTimes.get(delays.size()));
    }
    // They may overtake each other, so the newest of so many may be newer still.
    return delays.isEmpty() ? -1 : now - eventTimes.get(delays.size() - 1);
  }

  /** How many have been seen. */
  synchronized int seen() {
    return delays.size();
  }

  /** The median time from an event to its being seen, from so many on, in milliseconds. */
  synchronized long medianDelaySince(int first) {
    var some =
        delays.subList(Math.min(first, delays.size()), delays.size()).stream().sorted().toList();
    if (some.isEmpty()) {
      throw new StackException("no probe was seen");
    }
    return some.get(some.size() / 2);
  }

  /** Sends no more. */
  @Override
  public void close() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new StackException("the probe does not end");
      }
    } catch (InterruptedException e) {
      throw Waiting.interrupted();
    }
  }
}
