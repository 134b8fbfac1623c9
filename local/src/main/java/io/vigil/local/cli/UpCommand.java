package io.vigil.local.cli;

import io.vigil.local.LocalStack;
import io.vigil.local.PostgresServer;
import io.vigil.local.StackException;
import io.vigil.local.StackPorts;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vigil local up}. */
@Command(
    name = "up",
    description =
        "Starts every part that is not running, on its data, and waits until all are healthy.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Runnable {

  private static final double NANOS = 1e9;

  @Mixin private FolderFlag flag;

  @Option(
      names = "--kafkaPort",
      paramLabel = "PORT",
      description = "Kafka's port (default: that of the last time, or 9092).")
  private @Nullable Integer kafkaPort;

  @Option(
      names = "--postgresPort",
      paramLabel = "PORT",
      description = "PostgreSQL's port (default: that of the last time, or 5432).")
  private @Nullable Integer postgresPort;

  @Option(
      names = "--flinkPort",
      paramLabel = "PORT",
      description = "Flink's web page (default: that of the last time, or 8081).")
  private @Nullable Integer flinkPort;

  @Option(
      names = "--taskManagers",
      paramLabel = "N",
      description = "How many task managers, with two slots each (default: as last time, or 2).")
  private @Nullable Integer taskManagers;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long to wait for each part (default: ${DEFAULT-VALUE}).")
  private int timeout;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    if (timeout < 1) {
      throw new ParameterException(spec.commandLine(), "--timeout: at least 1 second is needed");
    }
    long start = System.nanoTime();
    var stack = stack(flag.folder());
    stack.up(Duration.ofSeconds(timeout));
    var out = spec.commandLine().getOut();
    StatusTable.print(stack, out);
    out.printf("password of %s: in %s%n", PostgresServer.USER, stack.postgres().passwordFile());
    out.printf("local stack is up in %.1f s%n", (System.nanoTime() - start) / NANOS);
  }

  private LocalStack stack(Path folder) {
    var last = LocalStack.open(folder).orElse(null);
    if (last == null) {
      return LocalStack.in(
          folder,
          StackPorts.of(
              or(kafkaPort, StackPorts.DEFAULT_KAFKA),
              or(postgresPort, StackPorts.DEFAULT_POSTGRES),
              or(flinkPort, StackPorts.DEFAULT_FLINK),
              or(taskManagers, StackPorts.DEFAULT_TASK_MANAGERS)));
    }
    var ports = last.ports();
    int kafka = or(kafkaPort, ports.kafka());
    int postgres = or(postgresPort, ports.postgres());
    int flink = or(flinkPort, ports.flink());
    int count = or(taskManagers, ports.taskManagers());
    if (!last.isRunning()) {
      return LocalStack.in(folder, StackPorts.of(kafka, postgres, flink, count));
    }
    boolean isSame =
        kafka == ports.kafka()
            && postgres == ports.postgres()
            && flink == ports.flink()
            && count == ports.taskManagers();
    if (!isSame) {
      throw new StackException(
          "the stack in %s is running with other ports or task managers: end it first with down"
              .formatted(folder));
    }
    return last;
  }

  private static int or(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }
}
