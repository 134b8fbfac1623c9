package io.vigil.pipelines.metrics;

import io.vigil.pipelines.kafka.PartitionProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** What the topic says, and how far the job's checkpoints have come in it. */
final class TopicProbe implements Probe {

  private static final double MILLIS = 1_000;

  private final Supplier<List<PartitionProgress>> topic;
  private final Clock clock;

  TopicProbe(Supplier<List<PartitionProgress>> topic, Clock clock) {
    this.topic = topic;
    this.clock = clock;
  }

  @Override
  public String part() {
    return "kafka";
  }

  @Override
  public List<Sample> measure() {
    var partitions = topic.get();
    var samples = new ArrayList<Sample>();
    partitions.forEach(it -> add(it, samples));
    partitions.stream()
        .map(PartitionProgress::newestTime)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .ifPresent(it -> samples.add(Sample.of(Family.TOPIC_NEWEST, it.toEpochMilli() / MILLIS)));
    return samples;
  }

  private void add(PartitionProgress progress, List<Sample> samples) {
    var partition = String.valueOf(progress.partition());
    samples.add(new Sample(Family.BACKLOG, partition, progress.backlog()));
    var waiting = progress.nextTime();
    if (waiting != null) {
      double age = Duration.between(waiting, clock.instant()).toMillis() / MILLIS;
      samples.add(new Sample(Family.BACKLOG_AGE, partition, Math.max(0, age)));
    } else if (progress.backlog() == 0) {
      samples.add(new Sample(Family.BACKLOG_AGE, partition, 0));
    }
  }
}
