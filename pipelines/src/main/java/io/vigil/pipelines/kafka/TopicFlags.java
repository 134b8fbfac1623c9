package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Password;
import io.vigil.schemas.mapping.Mapping;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
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

  @Option(
      names = "--schemaRegistry",
      paramLabel = "URL|DIR",
      description =
          "Each value names its schema by a number, as Confluent's serializers write it (Avro or"
              + " JSON Schema). The registry that knows them: http://HOST:8081; or a folder with"
              + " the schemas of Avro by number: 17.avsc.")
  private @Nullable String schemaRegistry;

  @Option(
      names = "--schemaRegistryUser",
      paramLabel = "USER",
      description = "The user for a registry that wants a login.")
  private @Nullable String schemaRegistryUser;

  @Option(
      names = "--schemaRegistryPassword",
      paramLabel = "REFERENCE",
      description = "Where the password of that user is: env:NAME or file:PATH.")
  private @Nullable String schemaRegistryPassword;

  /** Whether there is a topic to read. */
  public boolean areGiven() {
    return topic != null;
  }

  /** Whether it is said how values were written. */
  public boolean haveSchemas() {
    return !avroSchemas.isEmpty() || schemaRegistry != null;
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
    if (mapping != null && mapping.list() != null) {
      throw new IllegalArgumentException(
          "'records' of a mapping is for files: each value of a topic is one record");
    }
    var store = store();
    if (store != null && !schemas.isEmpty()) {
      throw new IllegalArgumentException("--schemaRegistry and --avroSchema exclude each other");
    }
    var values =
        store != null
            ? KafkaValues.registered(store, mapping)
            : schemas.isEmpty() ? KafkaValues.json(mapping) : KafkaValues.avro(schemas, mapping);
    values.check();
    return values;
  }

  private @Nullable SchemaStore store() {
    var place = schemaRegistry;
    boolean hasLogin = schemaRegistryUser != null || schemaRegistryPassword != null;
    if (place == null || !place.contains("://")) {
      if (hasLogin) {
        throw new IllegalArgumentException(
            "--schemaRegistryUser and --schemaRegistryPassword need --schemaRegistry=URL");
      }
      return place == null ? null : new SchemaFolder(place);
    }
    if (schemaRegistryPassword != null && schemaRegistryUser == null) {
      throw new IllegalArgumentException("--schemaRegistryPassword needs --schemaRegistryUser");
    }
    try {
      return new SchemaRegistry(
          new URI(place),
          schemaRegistryUser,
          schemaRegistryPassword == null
              ? null
              : Password.named("--schemaRegistryPassword", schemaRegistryPassword));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("--schemaRegistry is no URL: " + e.getReason(), e);
    }
  }
}
