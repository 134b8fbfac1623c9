package io.vigil.pipelines.kafka;

import io.vigil.schemas.mapping.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say which topic is read, and what its values are, for any command. */
public class TopicFlags {

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Topic to read as a stream, instead of files; needs --bootstrapServers.")
  private @Nullable String topic;

  @Option(
      names = "--avroSchema",
      paramLabel = "FILE",
      description =
          "The values are Avro, written with this schema; without it they are JSON. May be given"
              + " several times for a topic with several versions.")
  private List<Path> avroSchemas = List.of();

  /** Whether there is a topic to read. */
  public boolean areGiven() {
    return topic != null;
  }

  /** Whether it is said how values were written. */
  public boolean haveSchemas() {
    return !avroSchemas.isEmpty();
  }

  /**
   * The topic.
   *
   * @throws IllegalArgumentException if there is none
   */
  public String topic() {
    if (topic == null) {
      throw new IllegalArgumentException("--topic=TOPIC is missing");
    }
    return topic;
  }

  /**
   * How its values are understood.
   *
   * @throws io.vigil.pipelines.cli.Refusal if no value can become a transaction
   */
  public KafkaValues values(@Nullable Mapping mapping) throws IOException {
    var schemas = new ArrayList<String>();
    for (var file : avroSchemas) {
      schemas.add(Files.readString(file));
    }
    var values = schemas.isEmpty() ? KafkaValues.json(mapping) : KafkaValues.avro(schemas, mapping);
    values.check();
    return values;
  }
}
