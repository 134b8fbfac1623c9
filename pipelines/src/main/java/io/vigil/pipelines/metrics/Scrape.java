package io.vigil.pipelines.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vigil.pipelines.cli.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks every part anew at each scrape. A part that does not answer is down in {@code vigil_up} and
 * has no other metrics; the others have theirs.
 */
final class Scrape implements MultiCollector {

  private final List<Probe> probes;
  private final Consumer<String> problems;
  private final Set<String> down = new HashSet<>();

  /**
   * @param problems hears once when a part goes down, and once when it is back
   */
  Scrape(List<Probe> probes, Consumer<String> problems) {
    this.probes = List.copyOf(probes);
    this.problems = problems;
  }

  /** One at a time: who scrapes twice as often must not ask the database twice at once. */
  @Override
  public synchronized MetricSnapshots collect() {
    var samples = new ArrayList<Sample>();
    for (var probe : probes) {
      samples.addAll(measure(probe));
    }
    eventLag(samples).ifPresent(samples::add);
    var snapshots = MetricSnapshots.builder();
    for (var family : Family.values()) {
      var own = samples.stream().filter(it -> it.family() == family).toList();
      if (!own.isEmpty()) {
        snapshots.metricSnapshot(snapshot(family, own));
      }
    }
    return snapshots.build();
  }

  private List<Sample> measure(Probe probe) {
    var part = probe.part();
    try {
      var samples = new ArrayList<>(probe.measure());
      samples.add(new Sample(Family.UP, part, 1));
      if (down.remove(part)) {
        problems.accept(part + " answers again");
      }
      return samples;
    } catch (Refusal e) {
      if (down.add(part)) {
        problems.accept(part + " is down: " + e.getMessage());
      }
      return List.of(new Sample(Family.UP, part, 0));
    }
  }

  private static Optional<Sample> eventLag(List<Sample> samples) {
    return find(Family.TOPIC_NEWEST, samples)
        .flatMap(
            topic ->
                find(Family.TABLES_NEWEST, samples)
                    .map(tables -> Sample.of(Family.EVENT_LAG, Math.max(0, topic - tables))));
  }

  private static Optional<Double> find(Family family, List<Sample> samples) {
    return samples.stream().filter(it -> it.family() == family).map(Sample::value).findFirst();
  }

  private static MetricSnapshot snapshot(Family family, List<Sample> samples) {
    if (family.isCounter()) {
      var counter = CounterSnapshot.builder().name(family.baseName()).help(family.help());
      samples.forEach(
          it ->
              counter.dataPoint(
                  CounterDataPointSnapshot.builder().labels(labels(it)).value(it.value()).build()));
      return counter.build();
    }
    var gauge = GaugeSnapshot.builder().name(family.baseName()).help(family.help());
    samples.forEach(
        it ->
            gauge.dataPoint(
                GaugeDataPointSnapshot.builder().labels(labels(it)).value(it.value()).build()));
    return gauge.build();
  }

  private static Labels labels(Sample sample) {
    var label = sample.family().label();
    return label == null ? Labels.EMPTY : Labels.of(label, sample.labelValue());
  }
}
