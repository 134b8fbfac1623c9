package io.vigil.pipelines.stop;

import java.util.regex.Pattern;

/** Finds the one line that says why in what Flink reports: stack traces within texts. */
final class FlinkProblem {

  private static final Pattern CAUSE = Pattern.compile("^Caused by: (.*)$", Pattern.MULTILINE);
  private static final Pattern CLASS = Pattern.compile("^(?:[\\w$]+\\.)+[\\w$]+: ");

  private FlinkProblem() {}

  static String inWords(String report) {
    var deepest =
        CAUSE
            .matcher(report)
            .results()
            .map(it -> it.group(1))
            .reduce((earlier, later) -> later)
            .orElseGet(() -> report.lines().findFirst().orElse(""));
    var words = deepest.strip();
    for (var name = CLASS.matcher(words); name.find(); name = CLASS.matcher(words)) {
      words = words.substring(name.end());
    }
    return words.isEmpty() ? "no reason given" : words;
  }
}
