package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.kafka.common.errors.TimeoutException;

/** What is wrong with a cluster, in one line that names its address and no setting's value. */
final class KafkaProblem {

  private static final Pattern INVALID_VALUE =
      Pattern.compile("Invalid value .* for configuration ([\\w.-]+)", Pattern.DOTALL);

  private KafkaProblem() {}

  /**
   * @param work what cannot be done
   */
  static Refusal refusal(String work, KafkaSettings settings, Exception problem) {
    var words = settings.withoutValues(inWords(problem));
    var line = "cannot " + work + ", Kafka at " + settings.bootstrapServers() + ": " + words;
    return settings.areQuotedIn(problem) ? new Refusal(line) : new Refusal(line, problem);
  }

  static String inWords(Throwable problem) {
    if (problem instanceof ExecutionException && problem.getCause() != null) {
      return inWords(problem.getCause());
    }
    var root = ExceptionUtils.getRootCause(problem);
    var invalid = INVALID_VALUE.matcher(String.valueOf(root.getMessage()));
    if (invalid.find()) {
      // The message quotes the value, which may be a secret.
      return "the value of the setting " + invalid.group(1) + " is wrong";
    }
    if (problem instanceof TimeoutException) {
      return "no broker answered in time";
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
