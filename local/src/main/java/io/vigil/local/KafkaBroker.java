package io.vigil.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/** A Kafka broker that is its own controller. Topics are made by those who need them. */
public final class KafkaBroker extends Part {

  private static final int ANSWER_MILLIS = 2_000;

  KafkaBroker(StackFolder folder) {
    super("kafka", folder);
  }

  /** What clients connect to. */
  public String bootstrapServers() {
    return "127.0.0.1:" + folder().ports().kafka();
  }

  @Override
  public String address() {
    return bootstrapServers();
  }

  @Override
  List<ListeningPort> listeningPorts() {
    return List.of(
        new ListeningPort(folder().ports().kafka(), "--kafkaPort"),
        new ListeningPort(folder().ports().kafkaController(), ""));
  }

  @Override
  void prepare() {
    StackFolder.write(settings(), settingLines());
    if (!Files.exists(data().resolve("meta.properties"))) {
      run(
          "format its storage",
          java(
              "kafka.tools.StorageTool",
              List.of(
                  "format",
                  "--cluster-id=" + Uuid.randomUuid(),
                  "--config=" + settings(),
                  "--ignore-formatted"),
              folder().mark("kafka-format")));
    }
  }

  @Override
  List<String> command() {
    return java("kafka.Kafka", List.of(settings().toString()), mark());
  }

  @Override
  boolean answers(ProcessHandle process) {
    if (!FreePorts.isListening(folder().ports().kafka())) {
      return false;
    }
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
    try (var admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return false;
    } catch (InterruptedException e) {
      throw Waiting.interrupted();
    }
  }

  private Path data() {
    return folder().path().resolve("kafka/data");
  }

  private Path settings() {
    return folder().path().resolve("kafka/server.properties");
  }

  private static List<String> java(String mainClass, List<String> arguments, String mark) {
    return JavaCommand.of(
        mark, Installation.classPath("kafka"), List.of("-Xmx384m"), mainClass, arguments);
  }

  private List<String> settingLines() {
    var broker = bootstrapServers();
    var controller = "127.0.0.1:" + folder().ports().kafkaController();
    return List.of(
        "process.roles=broker,controller",
        "node.id=1",
        "controller.quorum.voters=1@" + controller,
        "listeners=PLAINTEXT://" + broker + ",CONTROLLER://" + controller,
        "advertised.listeners=PLAINTEXT://" + broker,
        "controller.listener.names=CONTROLLER",
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "log.dirs=" + data(),
        "num.partitions=4",
        // A misspelt topic is an error.
        "auto.create.topics.enable=false",
        "offsets.topic.replication.factor=1",
        "offsets.topic.num.partitions=4",
        "transaction.state.log.replication.factor=1",
        "transaction.state.log.min.isr=1",
        "transaction.state.log.num.partitions=4",
        "group.initial.rebalance.delay.ms=0",
        // A broker that was killed comes back as soon as its last session is over.
        "broker.session.timeout.ms=3000",
        "broker.heartbeat.interval.ms=500");
  }
}
