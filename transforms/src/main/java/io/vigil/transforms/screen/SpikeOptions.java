package io.vigil.transforms.screen;

import io.vigil.schemas.yaml.YamlMap;
import io.vigil.schemas.yaml.YamlValue;
import io.vigil.transforms.spikes.SpikeSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a file says of spikes; whatever it leaves out stays as it is by default. */
record SpikeOptions(YamlMap options) {

  private static final String FALSE_ALARMS = "false_alarms";
  private static final String MINIMUM_COUNT = "minimum_count";
  private static final String HALF_LIFE_DAYS = "half_life_days";
  private static final String WARM_UP_DAYS = "warm_up_days";
  private static final String NEW_NORMAL_AFTER = "new_normal_after";
  private static final String COOL_DOWN = "cool_down";
  private static final String HISTORY_START = "history_start";

  void check() {
    options.allowOnly(
        "setting of spikes",
        List.of(
            FALSE_ALARMS,
            MINIMUM_COUNT,
            HALF_LIFE_DAYS,
            WARM_UP_DAYS,
            NEW_NORMAL_AFTER,
            COOL_DOWN,
            HISTORY_START));
  }

  /** The settings; wrong ones have been reported. */
  SpikeSettings settings() {
    var settings = SpikeSettings.DEFAULTS;
    var falseAlarms = number(FALSE_ALARMS);
    if (falseAlarms != null) {
      double probability = falseAlarms.doubleValue();
      settings = changed(FALSE_ALARMS, settings, it -> it.withFalseAlarms(probability));
    }
    var minimumCount = whole(MINIMUM_COUNT);
    if (minimumCount != null) {
      settings = changed(MINIMUM_COUNT, settings, it -> it.withMinimumCount(minimumCount));
    }
    var halfLife = whole(HALF_LIFE_DAYS);
    if (halfLife != null) {
      var days = Duration.ofDays(halfLife);
      settings = changed(HALF_LIFE_DAYS, settings, it -> it.withHalfLife(days));
    }
    var warmUp = whole(WARM_UP_DAYS);
    if (warmUp != null) {
      settings = changed(WARM_UP_DAYS, settings, it -> it.withWarmUpDays(warmUp));
    }
    var newNormal = span(NEW_NORMAL_AFTER);
    if (newNormal != null) {
      settings = changed(NEW_NORMAL_AFTER, settings, it -> it.withNewNormalAfter(newNormal));
    }
    var coolDown = span(COOL_DOWN);
    return coolDown == null
        ? settings
        : changed(COOL_DOWN, settings, it -> it.withCoolDown(coolDown));
  }

  /** The day on which the history begins; null if the file names none. */
  @Nullable Instant historyStart() {
    var value = options.get(HISTORY_START);
    var text = value == null ? null : value.asText();
    if (value == null || text == null) {
      return null;
    }
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      value.problem("'" + HISTORY_START + "' must be a day, as in 2026-03-01");
      return null;
    }
  }

  private interface Change {
    SpikeSettings of(SpikeSettings settings);
  }

  private SpikeSettings changed(String option, SpikeSettings settings, Change change) {
    try {
      return change.of(settings);
    } catch (IllegalArgumentException e) {
      problem(option, String.valueOf(e.getMessage()));
      return settings;
    }
  }

  private @Nullable BigDecimal number(String option) {
    var value = options.get(option);
    return value == null ? null : value.asNumber();
  }

  private @Nullable Integer whole(String option) {
    var number = number(option);
    if (number == null) {
      return null;
    }
    try {
      return number.intValueExact();
    } catch (ArithmeticException e) {
      problem(option, "must be a whole number");
      return null;
    }
  }

  private @Nullable Duration span(String option) {
    var value = options.get(option);
    var text = value == null ? null : value.asText();
    if (text == null) {
      return null;
    }
    try {
      return Duration.ofMillis(Span.parse(text).millis());
    } catch (IllegalArgumentException e) {
      problem(option, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void problem(String option, String text) {
    YamlValue value = options.get(option);
    (value == null ? options.whole() : value).problem("'" + option + "': " + text);
  }
}
