package io.vigil.local;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The TCP ports of a stack, all on the loopback address.
 *
 * @param kafka where clients of Kafka connect
 * @param postgres where clients of PostgreSQL connect
 * @param flink Flink's REST interface and web page
 * @param kafkaController for the broker alone
 * @param jobManager where the task managers find the job manager
 * @param metrics Prometheus metrics of the job manager and then of each task manager
 */
public record StackPorts(
    int kafka,
    int postgres,
    int flink,
    int kafkaController,
    int jobManager,
    List<Integer> metrics) {

  public static final int DEFAULT_KAFKA = 9092;
  public static final int DEFAULT_POSTGRES = 5432;
  public static final int DEFAULT_FLINK = 8081;
  public static final int DEFAULT_TASK_MANAGERS = 2;
  public static final int MOST_TASK_MANAGERS = 8;

  private static final int HIGHEST = 65_535;
  private static final int INNER = 2;

  /**
   * @throws StackException if a port is no port, two are the same, or there are not 1 to {@value
   *     #MOST_TASK_MANAGERS} task managers
   */
  public StackPorts {
    metrics = List.copyOf(metrics);
    requireSensible(metrics.size() - 1);
    var seen = new HashSet<Integer>();
    Stream.concat(Stream.of(kafka, postgres, flink, kafkaController, jobManager), metrics.stream())
        .forEach(
            port -> {
              if (port < 1 || port > HIGHEST) {
                throw new StackException("%d is no port: 1 to %d".formatted(port, HIGHEST));
              }
              if (!seen.add(port)) {
                throw new StackException("port %d is given twice".formatted(port));
              }
            });
  }

  /** Ports for the clients as given; the stack's inner ones are chosen among those free now. */
  public static StackPorts of(int kafka, int postgres, int flink, int taskManagers) {
    requireSensible(taskManagers);
    var taken = List.of(kafka, postgres, flink);
    var inner = FreePorts.find(INNER + 1 + taskManagers, taken);
    return new StackPorts(
        kafka, postgres, flink, inner.get(0), inner.get(1), inner.subList(INNER, inner.size()));
  }

  /** Only ports that are free now, for tests that run beside each other. */
  public static StackPorts free(int taskManagers) {
    var ports = FreePorts.find(3, List.of());
    return of(ports.get(0), ports.get(1), ports.get(2), taskManagers);
  }

  /** How many task managers the stack has. */
  public int taskManagers() {
    return metrics.size() - 1;
  }

  /** The numbers of the task managers: from 1 on. */
  IntStream taskManagerNumbers() {
    return IntStream.rangeClosed(1, taskManagers());
  }

  private static void requireSensible(int taskManagers) {
    if (taskManagers < 1 || taskManagers > MOST_TASK_MANAGERS) {
      throw new StackException(
          "there can be 1 to %d task managers, not %d".formatted(MOST_TASK_MANAGERS, taskManagers));
    }
  }
}
