package io.vigil.pipelines.draft;

import io.vigil.schemas.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the column with the time, and how it is written, by trying. */
final class TimeGuess {

  private static final List<String> NUMBERS =
      List.of("epoch_seconds", "epoch_millis", "epoch_micros", "epoch_nanos");
  private static final List<String> DAYS =
      List.of(
          "uuuu-MM-dd",
          "uuuu/MM/dd",
          "uuuuMMdd",
          "dd.MM.uuuu",
          "d.M.uuuu",
          "dd.MM.uu",
          "dd/MM/uuuu",
          "MM/dd/uuuu",
          "d/M/uuuu",
          "M/d/uuuu",
          "dd/MM/uu",
          "MM/dd/uu",
          "M/d/uu",
          "dd-MM-uuuu",
          "MM-dd-uuuu",
          "dd MMM uuuu",
          "d MMM uuuu",
          "dd-MMM-uuuu",
          "MMM d, uuuu");
  private static final List<String> CLOCKS =
      List.of("HH:mm:ss", "HH:mm", "H:mm", "HH:mm:ss.SSS", "HHmmss", "h:mm a", "hh:mm:ss a");
  private static final List<String> CLOCK_NAMES = List.of("time", "zeit", "uhrzeit");
  private static final List<String> BETWEEN = List.of(" ", "'T'", ", ");
  private static final List<String> OFFSETS = List.of("XXX", " XXX", " XX", " z");

  /** Day, month and year, however they are written: all else need not be tried. */
  private static final Pattern DAY =
      Pattern.compile("\\d{8}|(\\d+|\\p{L}{3,})[-/. ]+(\\d+|\\p{L}{3,})[-/., ]+\\d+");

  private final Trial trial;
  private final List<String> columns;

  TimeGuess(Trial trial, List<String> columns) {
    this.trial = trial;
    this.columns = columns;
  }

  /** Null if nothing looks like a time. What is called one comes first, and times before days. */
  @Nullable Line line() {
    var named = Names.candidates("event_time", columns);
    var others = columns.stream().filter(it -> !named.contains(it)).toList();
    return Stream.of(named, others)
        .flatMap(
            some ->
                Stream.concat(
                    some.stream().map(this::time), some.stream().map(this::dayInAnyFormat)))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private @Nullable Line time(String column) {
    var name = "{column: " + Yaml.quoted(column);
    if (fits(name + "}")) {
      return Line.sure(name + "}");
    }
    for (var format : NUMBERS) {
      var line = name + ", format: " + format + "}";
      if (fits(line)) {
        return Line.sure(line);
      }
    }
    if (fits(name + ", zone: UTC}")) {
      return new Line(name + ", zone: UTC}", questions(column, List.of()));
    }
    return hasDays(column) ? pattern(column, name) : null;
  }

  private boolean hasDays(String column) {
    return trial.texts(column).keySet().stream().anyMatch(it -> DAY.matcher(it).find());
  }

  private @Nullable Line pattern(String column, String name) {
    for (var between : BETWEEN) {
      for (var offset : OFFSETS) {
        for (var day : DAYS) {
          var line = name + ", format: \"" + day + between + "HH:mm:ss" + offset + "\"}";
          if (fits(line)) {
            return Line.sure(line);
          }
        }
      }
      for (var clock : CLOCKS) {
        var line = first(column, name, between + clock);
        if (line != null) {
          return line;
        }
      }
    }
    return null;
  }

  private @Nullable Line dayInAnyFormat(String column) {
    if (!hasDays(column)) {
      return null;
    }
    for (var day : DAYS) {
      var line = day(column, day);
      if (line != null) {
        return line;
      }
    }
    return null;
  }

  private @Nullable Line first(String column, String name, String afterDay) {
    var fitting = new ArrayList<String>();
    for (var day : DAYS) {
      if (fits(local(name, day + afterDay))) {
        fitting.add(day + afterDay);
      }
    }
    if (fitting.isEmpty()) {
      return null;
    }
    fitting.sort(Comparator.comparingLong(it -> span(local(name, it))));
    return new Line(local(name, fitting.get(0)), questions(column, fitting));
  }

  /**
   * From the first to the last of the sample: if days and months can be told apart in two ways, the
   * records of a file more likely lie close together.
   */
  private long span(String line) {
    var times =
        trial.with("event_time", line).transactions().stream()
            .mapToLong(Transaction::eventTime)
            .summaryStatistics();
    return times.getMax() - times.getMin();
  }

  /** A column of days alone; with its clock beside it, if there is one. */
  private @Nullable Line day(String column, String day) {
    var midnight = expression(Yaml.variable(column) + " + \" 00:00\"");
    if (!fits(local(midnight, day + " HH:mm"))) {
      return null;
    }
    var fitting = new ArrayList<String>();
    for (var other : DAYS) {
      if (fits(local(midnight, other + " HH:mm"))) {
        fitting.add(other);
      }
    }
    fitting.sort(Comparator.comparingLong(it -> span(local(midnight, it + " HH:mm"))));
    var best = fitting.get(0);
    for (var clock : columns) {
      if (clock.equals(column) || CLOCK_NAMES.stream().noneMatch(it -> Names.has(clock, it))) {
        continue;
      }
      var both = expression(Yaml.variable(column) + " + \" \" + " + Yaml.variable(clock));
      for (var format : CLOCKS) {
        if (fits(local(both, best + " " + format))) {
          return new Line(local(both, best + " " + format), questions(column, fitting));
        }
      }
    }
    var questions = new ArrayList<>(questions(column, fitting));
    questions.add("only days are known: totals by minute and hour say nothing");
    return new Line(local(midnight, best + " HH:mm"), questions);
  }

  private static List<String> questions(String column, List<String> fitting) {
    var questions = new ArrayList<String>();
    if (!Names.has(column, "utc") && !Names.has(column, "gmt")) {
      questions.add("in which zone is '%s'? UTC is a guess".formatted(column));
    }
    var others = new LinkedHashMap<String, String>();
    fitting.forEach(it -> others.putIfAbsent(withoutZeros(it), it));
    fitting.stream().findFirst().ifPresent(it -> others.remove(withoutZeros(it)));
    if (!others.isEmpty()) {
      questions.add(
          "'%s' fits as well: %s".formatted(column, String.join(" or ", others.values())));
    }
    return questions;
  }

  /** What differs by zeros before a digit alone is the same day. */
  private static String withoutZeros(String format) {
    return format.replace("dd", "d").replace("MM", "M");
  }

  private static String local(String begun, String format) {
    return begun + ", format: \"" + format + "\", zone: UTC}";
  }

  private static String expression(String text) {
    return "{expression: " + Yaml.expression(text);
  }

  private boolean fits(String line) {
    return trial.fits("event_time", line);
  }
}
