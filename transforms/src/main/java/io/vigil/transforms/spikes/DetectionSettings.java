package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import io.vigil.transforms.signals.SignalSettings;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that decides on spikes and incidents besides the rules. Every run that is to give the same
 * ones must have the same settings.
 *
 * @param signals what counts as a signal
 * @param dimensions what is watched; {@link Dimension#ALL} always is
 * @param judge what is a spike, and which spikes are one incident
 */
public record DetectionSettings(
    SignalSettings signals, Set<Dimension> dimensions, JudgeSettings judge)
    implements Serializable {

  /** All dimensions, and what the parts have by default. */
  public static final DetectionSettings DEFAULTS =
      new DetectionSettings(
          SignalSettings.DEFAULTS, EnumSet.allOf(Dimension.class), JudgeSettings.DEFAULTS);

  public DetectionSettings {
    dimensions = Set.copyOf(dimensions);
    if (!dimensions.contains(Dimension.ALL)) {
      throw new IllegalArgumentException("the dimension all is always watched");
    }
  }

  public DetectionSettings withSignals(SignalSettings changed) {
    return new DetectionSettings(changed, dimensions, judge);
  }

  public DetectionSettings withDimensions(Set<Dimension> changed) {
    return new DetectionSettings(signals, changed, judge);
  }

  public DetectionSettings withJudge(JudgeSettings changed) {
    return new DetectionSettings(signals, dimensions, changed);
  }

  /** The settings in a text that is the same for equal ones, whatever the build. */
  public String text() {
    var watched = dimensions.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    return "%s %s %s".formatted(signals, watched, judge);
  }
}
