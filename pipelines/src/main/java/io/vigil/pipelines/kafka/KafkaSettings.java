package io.vigil.pipelines.kafka;

import static java.util.Comparator.naturalOrder;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.yaml.NearestName;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a Kafka cluster: its servers, and whatever else its clients must be told, such as
 * credentials. Immutable. The values go with a job to its workers, but are never printed.
 */
public final class KafkaSettings implements Serializable {

  private static final long serialVersionUID = 1;

  private static final Pattern SERVERS =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s,:/\\[\\]]+):\\d{1,5}(,\\s*[^\\s,/]+:\\d{1,5})*");

  /** Settings on which Vigil's promises rest, and what to use instead. */
  private static final Map<String, String> OWN =
      Map.ofEntries(
          Map.entry("bootstrap.servers", "--bootstrapServers says it"),
          Map.entry("group.id", "--consumerGroup says it"),
          Map.entry("auto.offset.reset", "--startFrom says where to begin"),
          Map.entry("enable.auto.commit", "offsets belong to the checkpoints of the job"),
          Map.entry("allow.auto.create.topics", "a misspelt topic is an error"),
          Map.entry("acks", "Vigil waits for all replicas"),
          Map.entry("enable.idempotence", "Vigil keeps the order of each key by it"),
          Map.entry("max.in.flight.requests.per.connection", "Vigil loses no first record by it"),
          Map.entry("transactional.id", "rows are written at least once, and are idempotent"),
          Map.entry("key.serializer", "Vigil writes its own rows"),
          Map.entry("value.serializer", "Vigil writes its own rows"),
          Map.entry("key.deserializer", "Vigil parses the records itself"),
          Map.entry("value.deserializer", "Vigil parses the records itself"));

  /** Words that many settings have, and many messages. */
  private static final Set<String> HARMLESS =
      Set.of("true", "false", "required", "PLAINTEXT", "SASL_PLAINTEXT", "SASL_SSL", "SSL");

  /** Settings of plug-ins have names like those of Kafka. */
  private static final Pattern OF_PLUG_IN = Pattern.compile("[a-z][a-z0-9_]*([.-][a-z0-9_-]+)+");

  private static final Pattern BETWEEN_QUOTES = Pattern.compile("[\"']");
  private static final Pattern BETWEEN_PARTS = Pattern.compile("[\\s\"'=;,]+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\w$-]+");

  private final String bootstrapServers;
  private final TreeMap<String, String> settings;

  private KafkaSettings(String bootstrapServers, Map<String, String> settings) {
    this.bootstrapServers = bootstrapServers;
    this.settings = new TreeMap<>(settings);
  }

  /** A cluster that needs no more than its address: {@code host:port}, several with commas. */
  public static KafkaSettings of(String bootstrapServers) {
    return of(bootstrapServers, List.of(), null);
  }

  /**
   * Takes what the flags say.
   *
   * @param bootstrapServers {@code host:port}, several with commas
   * @param assignments {@code name=value} each; they win over the file
   * @param file a file of Java properties; null for none
   * @throws IllegalArgumentException if one of them is wrong, with a line for the user that holds
   *     no value
   * @throws Refusal if the file cannot be read
   */
  public static KafkaSettings of(
      String bootstrapServers, List<String> assignments, @Nullable Path file) {
    if (!SERVERS.matcher(bootstrapServers).matches()) {
      // In front of an @, people put passwords.
      var shown = bootstrapServers.replaceAll("^.*@", "***@");
      throw new IllegalArgumentException(
          "--bootstrapServers=" + shown + " is not host:port, or several with commas");
    }
    var settings = file == null ? new TreeMap<String, String>() : read(file);
    var given = new TreeSet<String>();
    for (var assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw noName("--kafkaConfig");
      }
      var name = assignment.substring(0, equals).strip();
      check("--kafkaConfig", name);
      if (!given.add(name)) {
        throw new IllegalArgumentException("--kafkaConfig gives " + name + " twice");
      }
      settings.put(name, assignment.substring(equals + 1).strip());
    }
    return new KafkaSettings(bootstrapServers, settings);
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** The names of the settings, without their values. */
  public Set<String> names() {
    return Set.copyOf(settings.keySet());
  }

  /**
   * The same for topics that Vigil writes in transactions of its own, and reads as it left them.
   */
  public KafkaSettings ofCommitted() {
    var committed = new TreeMap<>(settings);
    committed.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return new KafkaSettings(bootstrapServers, committed);
  }

  /**
   * The text with {@code ***} for every value of these settings and for every part of one: the
   * clients' login modules quote what they do not understand, and that may be a password.
   */
  String withoutValues(String text) {
    var safe = text;
    for (var part : partsOfValues()) {
      // Not within a word, where a short value would be found by chance.
      safe = safe.replaceAll("(?<![\\w$-])" + Pattern.quote(part) + "(?![\\w$-])", "***");
    }
    return safe;
  }

  /** Whether a value, or a part of one, stands in a message of the exception or of its causes. */
  boolean areQuotedIn(Throwable problem) {
    return ExceptionUtils.getThrowableList(problem).stream()
        .map(it -> String.valueOf(it.getMessage()))
        .anyMatch(it -> !withoutValues(it).equals(it));
  }

  /** The longest first, so that no part of a part is left. */
  private Set<String> partsOfValues() {
    var parts =
        new TreeSet<String>(
            Comparator.comparingInt(String::length).reversed().thenComparing(naturalOrder()));
    for (var value : settings.values()) {
      parts.add(value);
      Stream.of(BETWEEN_QUOTES, BETWEEN_PARTS, BETWEEN_WORDS)
          .flatMap(it -> it.splitAsStream(value))
          .forEach(parts::add);
    }
    parts.removeIf(it -> it.isBlank() || HARMLESS.contains(it));
    return parts;
  }

  Map<String, Object> forAdmin() {
    return forClient(AdminClientConfig.configNames());
  }

  Map<String, Object> forConsumer() {
    return forClient(ConsumerConfig.configNames());
  }

  Map<String, Object> forProducer() {
    return forClient(ProducerConfig.configNames());
  }

  /** The settings of this kind of client, and those of plug-ins that no client knows. */
  private Map<String, Object> forClient(Set<String> known) {
    var all = allNames();
    var config = new HashMap<String, Object>();
    settings.forEach(
        (name, value) -> {
          if (known.contains(name) || !all.contains(name)) {
            config.put(name, value);
          }
        });
    config.put("bootstrap.servers", bootstrapServers);
    return config;
  }

  private static TreeMap<String, String> read(Path file) {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (IOException e) {
      throw new Refusal("cannot read --kafkaConfigFile=" + file + ": " + FileProblem.inWords(e), e);
    } catch (IllegalArgumentException e) {
      throw new Refusal("--kafkaConfigFile=" + file + " is no file of properties", e);
    }
    var settings = new TreeMap<String, String>();
    for (var name : properties.stringPropertyNames()) {
      check("--kafkaConfigFile=" + file, name);
      settings.put(name, properties.getProperty(name).strip());
    }
    return settings;
  }

  private static void check(String flag, String name) {
    var instead = OWN.get(name);
    if (instead != null) {
      throw new IllegalArgumentException(flag + ": " + name + " cannot be set: " + instead);
    }
    var all = allNames();
    if (!all.contains(name)) {
      if (!OF_PLUG_IN.matcher(name).matches()) {
        throw noName(flag);
      }
      var hint = NearestName.hint(name, all);
      // A name that is like none may be a plug-in's.
      if (!hint.isEmpty()) {
        throw new IllegalArgumentException(flag + ": Kafka has no setting '" + name + "'" + hint);
      }
    }
  }

  /** What stands where a name should may be a part of a password, and is not shown. */
  private static IllegalArgumentException noName(String flag) {
    return new IllegalArgumentException(flag + " needs a name and a value: name=value");
  }

  private static Set<String> allNames() {
    var names = new TreeSet<String>(ConsumerConfig.configNames());
    names.addAll(ProducerConfig.configNames());
    names.addAll(AdminClientConfig.configNames());
    return names;
  }

  @Override
  public String toString() {
    return "KafkaSettings[" + bootstrapServers + ", " + settings.keySet() + "]";
  }
}
