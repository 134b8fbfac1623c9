package io.vigil.pipelines;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.dag.Pipeline;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * One embedded Flink for all tests of this JVM that want one: to start and end a Flink of its own
 * costs a small job more than all else.
 */
public final class SharedFlink {

  private static final String NAME = "shared";
  private static final int SLOTS = 4;

  private SharedFlink() {}

  /** The flag that sends a job there. */
  public static String master() {
    return Started.master();
  }

  private static final class Started {
    static {
      var cluster = new MiniCluster(configuration());
      try {
        cluster.start();
      } catch (Exception e) {
        throw new IllegalStateException("no Flink for the tests", e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::closeAsync));
      var executors = new Executors(cluster);
      StreamSurroundings.set(executors);
      BatchSurroundings.set(executors);
    }

    /** Beam's word for the environment that the surroundings give. */
    private static String master() {
      return "[auto]";
    }

    private static MiniClusterConfiguration configuration() {
      var flink = new Configuration();
      flink.set(RestOptions.ADDRESS, "localhost");
      flink.set(RestOptions.BIND_ADDRESS, "localhost");
      flink.set(RestOptions.BIND_PORT, "0");
      flink.set(JobManagerOptions.BIND_HOST, "localhost");
      flink.set(TaskManagerOptions.BIND_HOST, "localhost");
      flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
      flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
      flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
      return new MiniClusterConfiguration.Builder()
          .setConfiguration(flink)
          .setNumTaskManagers(1)
          .setNumSlotsPerTaskManager(SLOTS)
          .build();
    }
  }

  @SuppressWarnings("try") // It is never opened.
  private static final class StreamSurroundings extends StreamExecutionEnvironment {
    static void set(Executors executors) {
      initializeContextEnvironment(
          given -> {
            var flink = target();
            flink.addAll(given);
            return new StreamExecutionEnvironment(executors, flink, null);
          });
    }
  }

  @SuppressWarnings("deprecation") // Beam's batches still use it.
  private static final class BatchSurroundings extends ExecutionEnvironment {
    static void set(Executors executors) {
      initializeContextEnvironment(() -> new ExecutionEnvironment(executors, target(), null));
    }
  }

  private static Configuration target() {
    return new Configuration()
        .set(DeploymentOptions.TARGET, NAME)
        .set(DeploymentOptions.ATTACHED, true);
  }

  private record Executors(MiniCluster cluster)
      implements PipelineExecutorServiceLoader, PipelineExecutorFactory, PipelineExecutor {

    @Override
    public CompletableFuture<JobClient> execute(
        Pipeline pipeline, Configuration configuration, ClassLoader loader) throws Exception {
      var graph = PipelineExecutorUtils.getJobGraph(pipeline, configuration, loader);
      return cluster
          .submitJob(graph)
          .thenApply(
              submitted -> {
                awaitStart(graph, loader);
                return new MiniClusterJobClient(
                    graph.getJobID(), cluster, loader, JobFinalizationBehavior.NOTHING);
              });
    }

    private void awaitStart(JobGraph graph, ClassLoader loader) {
      try {
        ClientUtils.waitUntilJobInitializationFinished(
            () -> cluster.getJobStatus(graph.getJobID()).get(),
            () -> cluster.requestJobResult(graph.getJobID()).get(),
            loader);
      } catch (Exception e) {
        throw new IllegalStateException(graph.getName() + " has not started", e);
      }
    }

    @Override
    public PipelineExecutorFactory getExecutorFactory(Configuration configuration) {
      return this;
    }

    @Override
    public PipelineExecutor getExecutor(Configuration configuration) {
      return this;
    }

    @Override
    public boolean isCompatibleWith(Configuration configuration) {
      return true;
    }

    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public Stream<String> getExecutorNames() {
      return Stream.of(NAME);
    }
  }
}
