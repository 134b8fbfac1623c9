package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import java.util.concurrent.ExecutionException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;

/** What is wrong with a cluster, in one line that names its address and no setting's value. */
final class KafkaProblem {

  private KafkaProblem() {}

  /**
   * @param work what cannot be done
   */
  static Refusal refusal(String work, KafkaSettings settings, Exception problem) {
    var line =
        "cannot " + work + ", Kafka at " + settings.bootstrapServers() + ": " + inWords(problem);
    return new Refusal(line, problem);
  }

  static String inWords(Throwable problem) {
    if (problem instanceof ExecutionException && problem.getCause() != null) {
      return inWords(problem.getCause());
    }
    var root = ExceptionUtils.getRootCause(problem);
    if (root instanceof ConfigException && String.valueOf(root.getMessage()).contains("=")) {
      // Such messages may quote a value, which may be a secret.
      return "a setting is wrong";
    }
    if (problem instanceof TimeoutException) {
      return "no broker answered in time";
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
