package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import io.vigil.transforms.signals.SignalSettings;
import io.vigil.transforms.signals.Signals;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that decides on spikes and incidents besides the rules. Every run that is to give the same
 * ones must have the same settings.
 *
 * @param limits what counts as a signal
 * @param signals the signals that are watched: those of {@link Signals}, and {@link #RULES}
 * @param dimensions what is watched; {@link Dimension#ALL} always is
 * @param judge what is a spike, and which spikes are one incident
 */
public record DetectionSettings(
    SignalSettings limits, List<String> signals, List<Dimension> dimensions, JudgeSettings judge)
    implements Serializable {

  /** Stands for the signals of all rules. */
  public static final String RULES = "rules";

  /** The signals that can be watched. */
  public static final List<String> ALL_SIGNALS =
      List.of(Signals.DECLINED, Signals.SMALL_DECLINED, Signals.REFUNDS, Signals.RISKY, RULES);

  /** Everything, and what the parts have by default. */
  public static final DetectionSettings DEFAULTS =
      new DetectionSettings(
          SignalSettings.DEFAULTS,
          ALL_SIGNALS,
          Arrays.asList(Dimension.values()),
          JudgeSettings.DEFAULTS);

  public DetectionSettings {
    signals = sorted(signals);
    dimensions = sorted(dimensions);
    if (!dimensions.contains(Dimension.ALL)) {
      throw new IllegalArgumentException("the dimension 'all' is always watched");
    }
    for (var signal : signals) {
      if (!ALL_SIGNALS.contains(signal)) {
        throw new IllegalArgumentException("no signal is called '" + signal + "'");
      }
    }
  }

  private static <T extends Comparable<T>> List<T> sorted(Collection<T> any) {
    return List.copyOf(new ArrayList<>(new TreeSet<>(any)));
  }

  public DetectionSettings withLimits(SignalSettings changed) {
    return new DetectionSettings(changed, signals, dimensions, judge);
  }

  public DetectionSettings withSignals(List<String> changed) {
    return new DetectionSettings(limits, changed, dimensions, judge);
  }

  public DetectionSettings withDimensions(List<Dimension> changed) {
    return new DetectionSettings(limits, signals, changed, judge);
  }

  public DetectionSettings withJudge(JudgeSettings changed) {
    return new DetectionSettings(limits, signals, dimensions, changed);
  }

  /** Whether a signal counts, under the name that it has in tallies. */
  boolean watches(String signal) {
    return signals.contains(Signals.isOfRule(signal) ? RULES : signal);
  }

  /** In a text that is the same for equal settings. */
  public String text() {
    return "%s %s %s %s"
        .formatted(
            limits,
            signals,
            dimensions.stream().map(Enum::name).collect(Collectors.joining(",")),
            judge);
  }
}
