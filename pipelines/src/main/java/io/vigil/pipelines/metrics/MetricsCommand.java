package io.vigil.pipelines.metrics;

import io.vigil.pipelines.kafka.KafkaFlags;
import io.vigil.pipelines.kafka.TopicProgress;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresFlags;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vigil metrics}: serves metrics in Prometheus' format until it is ended. */
@Command(
    name = "metrics",
    description =
        "Serves metrics in Prometheus' format, under /metrics. They are computed at each scrape"
            + " from the tables, and from the topic if it is given.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "Runs until it is ended. Anyone who reaches the port can read; there is no login.",
      "Exit codes: 0 ended; 1 could not start, the last line says why; 2 wrong command line."
    })
public final class MetricsCommand implements Callable<Integer> {

  private static final int HIGHEST_PORT = 65_535;

  @Spec private CommandSpec spec;

  @Mixin private PostgresFlags postgres = new PostgresFlags();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "The topic that the job reads; needs --bootstrapServers.")
  private @Nullable String topic;

  @Option(
      names = "--consumerGroup",
      paramLabel = "GROUP",
      defaultValue = "vigil",
      description = "The group by which the job commits its offsets.")
  private String consumerGroup = "vigil";

  @Option(
      names = "--generation",
      paramLabel = "N",
      defaultValue = "0",
      description = "The generation whose ledger is counted; 0 is the live job.")
  private long generation;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address to listen on; 0.0.0.0 is all of this machine.")
  private String listen = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9404",
      description = "The port to listen on; 0 is any that is free.")
  private int port;

  @Override
  public Integer call() {
    var tables = tables();
    var progress = progress();
    try (progress) {
      var probes = new ArrayList<Probe>();
      probes.add(new TableProbe(tables, generation));
      if (progress != null) {
        probes.add(new TopicProbe(progress::now, Clock.systemUTC()));
      }
      // Who starts it with a wrong password or address is told so, and not by a gauge.
      probes.forEach(Probe::measure);
      serve(probes);
    }
    return ExitCode.OK;
  }

  private void serve(List<Probe> probes) {
    var err = spec.commandLine().getErr();
    try (var server = MetricsServer.start(listen, port, new Scrape(probes, err::println))) {
      var out = spec.commandLine().getOut();
      out.println("serving http://%s:%d/metrics".formatted(listen, server.port()));
      out.flush();
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // That is how it is ended from within.
      Thread.currentThread().interrupt();
    }
  }

  private PostgresConfig tables() {
    var config = postgres.config();
    if (config == null) {
      throw wrong("--jdbcUrl=URL is missing");
    }
    if (port < 0 || port > HIGHEST_PORT) {
      throw wrong("--port=" + port + " is not in 0 to " + HIGHEST_PORT);
    }
    return config;
  }

  /** Null if the topic is not to be asked. */
  private @Nullable TopicProgress progress() {
    if (topic == null && !kafka.isGiven()) {
      return null;
    }
    if (topic == null) {
      throw wrong("--topic=TOPIC is missing");
    }
    try {
      return TopicProgress.of(kafka.settings(), topic, consumerGroup);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(@Nullable String message) {
    return new ParameterException(spec.commandLine(), String.valueOf(message));
  }
}
