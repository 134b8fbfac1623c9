package io.vigil.transforms.screen;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.yaml.NearestName;
import io.vigil.schemas.yaml.YamlMap;
import io.vigil.schemas.yaml.YamlValue;
import io.vigil.transforms.signals.SignalSettings;
import io.vigil.transforms.spikes.DetectionSettings;
import io.vigil.transforms.spikes.JudgeSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a file says of spikes; whatever it leaves out stays as it is by default. */
record SpikeOptions(YamlMap options) {

  private static final String DIMENSIONS = "dimensions";
  private static final String SIGNALS = "signals";
  private static final String SPANS = "spans";
  private static final String RISKY = "risky";
  private static final String SMALL = "small";
  private static final String FALSE_ALARMS = "false_alarms";
  private static final String MINIMUM_COUNT = "minimum_count";
  private static final String MINIMUM_CARDS = "minimum_cards";
  private static final String HALF_LIFE = "half_life";
  private static final String WARM_UP = "warm_up";
  private static final String NEW_NORMAL_AFTER = "new_normal_after";
  private static final String COOL_DOWN = "cool_down";
  private static final String HISTORY_START = "history_start";

  private static final List<String> KNOWN =
      List.of(
          DIMENSIONS,
          SIGNALS,
          SPANS,
          RISKY,
          SMALL,
          FALSE_ALARMS,
          MINIMUM_COUNT,
          MINIMUM_CARDS,
          HALF_LIFE,
          WARM_UP,
          NEW_NORMAL_AFTER,
          COOL_DOWN,
          HISTORY_START);

  /** Settings of before there were signals, and what says the same today. */
  private static final Map<String, String> OLD =
      Map.of("half_life_days", "half_life: 3d", "warm_up_days", "warm_up: 3h");

  private static final Map<String, Dimension> BY_NAME =
      Arrays.stream(Dimension.values())
          .collect(
              Collectors.toMap(
                  it -> it.name().toLowerCase(Locale.ROOT),
                  Function.identity(),
                  (one, other) -> one,
                  LinkedHashMap::new));

  void check() {
    var allowed = new ArrayList<>(KNOWN);
    for (var name : options.names()) {
      if (OLD.containsKey(name)) {
        options.key(name).problem("'" + name + "' is no more; write " + OLD.get(name));
        allowed.add(name);
      }
    }
    options.allowOnly("setting of spikes", allowed);
  }

  /** The settings; wrong ones have been reported. */
  DetectionSettings settings() {
    var usual = DetectionSettings.DEFAULTS;
    var judge = usual.judge();
    var limits =
        new SignalSettings(
            number(RISKY, 0, 1e9, usual.limits().risky()),
            number(SMALL, 0, 1e9, usual.limits().smallUnits()));
    return new DetectionSettings(
        limits,
        signals(usual.signals()),
        dimensions(usual.dimensions()),
        new JudgeSettings(
            judge.bucket(),
            spans(judge.spans(), judge.bucket()),
            number(FALSE_ALARMS, 1e-100, 0.1, judge.falseAlarms()),
            whole(MINIMUM_COUNT, judge.minimumCount()),
            whole(MINIMUM_CARDS, judge.minimumCards()),
            span(WARM_UP, judge.warmUp()),
            span(HALF_LIFE, judge.halfLife()),
            span(NEW_NORMAL_AFTER, judge.newNormalAfter()),
            span(COOL_DOWN, judge.coolDown()),
            judge.ofDeclines()));
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

  private List<Dimension> dimensions(List<Dimension> usual) {
    var names = words(DIMENSIONS, "dimension", List.copyOf(BY_NAME.keySet()));
    if (names == null) {
      return usual;
    }
    if (!names.contains(Dimension.ALL_KEY)) {
      options.key(DIMENSIONS).problem("'all' must be among the dimensions");
      return usual;
    }
    return names.stream().map(BY_NAME::get).toList();
  }

  private List<String> signals(List<String> usual) {
    var names = words(SIGNALS, "signal", DetectionSettings.ALL_SIGNALS);
    return names == null ? usual : names;
  }

  /** Those of a list that are known; null if there is no list. */
  private @Nullable List<String> words(String option, String what, List<String> known) {
    var list = list(option);
    if (list == null) {
      return null;
    }
    var words = new ArrayList<String>();
    for (var value : list) {
      var word = value.asText();
      if (word == null) {
        continue;
      }
      if (known.contains(word)) {
        words.add(word);
      } else {
        value.problem("unknown " + what + " '" + word + "'" + NearestName.hint(word, known));
      }
    }
    return words;
  }

  private List<Duration> spans(List<Duration> usual, Duration bucket) {
    var list = list(SPANS);
    if (list == null) {
      return usual;
    }
    var spans = new ArrayList<Duration>();
    for (var value : list) {
      var span = span(SPANS, value);
      if (span != null && span.toMillis() % bucket.toMillis() != 0) {
        value.problem("'" + SPANS + "' must be multiples of " + bucket.toSeconds() + "s");
      } else if (span != null && span.compareTo(JudgeSettings.LONGEST_SPAN) > 0) {
        value.problem("'" + SPANS + "' must be at most 6h");
      } else if (span != null && !spans.isEmpty() && span.compareTo(last(spans)) <= 0) {
        value.problem("'" + SPANS + "' must ascend");
      } else if (span != null) {
        spans.add(span);
      }
    }
    return spans.isEmpty() ? usual : spans;
  }

  private static Duration last(List<Duration> spans) {
    return spans.get(spans.size() - 1);
  }

  private @Nullable List<YamlValue> list(String option) {
    var value = options.get(option);
    var list = value == null ? null : value.asList();
    if (value != null && list != null && list.isEmpty()) {
      value.problem("'" + option + "' is empty");
    }
    return list;
  }

  private double number(String option, double over, double most, double usual) {
    var value = options.get(option);
    var number = value == null ? null : value.asNumber();
    if (value == null || number == null) {
      return usual;
    }
    double real = number.doubleValue();
    if (real < over || real > most || real == 0) {
      value.problem(
          "'" + option + "' must be " + (over == 0 ? "above 0" : "from " + over + " to " + most));
      return usual;
    }
    return real;
  }

  private long whole(String option, long usual) {
    var value = options.get(option);
    var number = value == null ? null : value.asNumber();
    if (value == null || number == null) {
      return usual;
    }
    boolean isWhole = number.stripTrailingZeros().scale() <= 0;
    boolean isInRange =
        number.compareTo(BigDecimal.ONE) >= 0
            && number.compareTo(BigDecimal.valueOf(1_000_000)) <= 0;
    if (!isWhole || !isInRange) {
      value.problem("'" + option + "' must be a whole number from 1 to 1000000");
      return usual;
    }
    return number.longValueExact();
  }

  private Duration span(String option, Duration usual) {
    var value = options.get(option);
    var span = value == null ? null : span(option, value);
    return span == null ? usual : span;
  }

  private static @Nullable Duration span(String option, YamlValue value) {
    var text = value.asText();
    if (text == null) {
      return null;
    }
    try {
      return Duration.ofMillis(Span.parse(text).millis());
    } catch (IllegalArgumentException e) {
      value.problem("'" + option + "': " + e.getMessage());
      return null;
    }
  }
}
