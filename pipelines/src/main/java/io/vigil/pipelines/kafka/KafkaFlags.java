package io.vigil.pipelines.kafka;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The flags that say how to reach a Kafka cluster, for any command. */
public final class KafkaFlags {

  /** A setting that shows its name alone wherever it is printed. */
  record Assignment(String text) {
    @Override
    public String toString() {
      int equals = text.indexOf('=');
      return (equals < 0 ? "" : text.substring(0, equals)) + "=***";
    }
  }

  private static final class AssignmentFlag implements ITypeConverter<Assignment> {
    @Override
    public Assignment convert(String text) {
      return new Assignment(text);
    }
  }

  @Option(
      names = "--bootstrapServers",
      paramLabel = "HOST:PORT",
      description = "Brokers of the Kafka cluster; several with commas.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--kafkaConfig",
      paramLabel = "NAME=VALUE",
      converter = AssignmentFlag.class,
      showDefaultValue = Visibility.NEVER,
      description =
          "A setting of Kafka's clients; may be given several times. Vigil never shows its value, but"
              + " the list of processes does: passwords belong into --kafkaConfigFile.")
  private List<Assignment> assignments = List.of();

  @Option(
      names = "--kafkaConfigFile",
      paramLabel = "FILE",
      description = "Settings of Kafka's clients, as Java properties. --kafkaConfig wins over it.")
  private @Nullable Path file;

  /** Whether any of them is given. */
  public boolean isGiven() {
    return bootstrapServers != null || !assignments.isEmpty() || file != null;
  }

  /**
   * What they say.
   *
   * @throws IllegalArgumentException if one of them is missing or wrong, with a line for the user
   */
  public KafkaSettings settings() {
    if (bootstrapServers == null) {
      throw new IllegalArgumentException("--bootstrapServers=HOST:PORT is missing");
    }
    var texts = assignments.stream().map(Assignment::text).toList();
    return KafkaSettings.of(bootstrapServers, texts, file);
  }
}
