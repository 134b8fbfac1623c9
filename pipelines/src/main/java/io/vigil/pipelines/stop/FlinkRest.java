package io.vigil.pipelines.stop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.json.ForeignJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of Flink's REST interface that ends jobs. Every method throws a {@link Refusal} with one
 * line that names the cluster, if it does not answer or answers with an error.
 */
final class FlinkRest {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int FIRST_ERROR = 400;
  private static final ObjectMapper JSON = ForeignJson.mapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final String address;

  /**
   * @param address {@code host:port}
   */
  FlinkRest(String address) {
    this.address = address;
  }

  String address() {
    return address;
  }

  /** All that the cluster remembers, those that are over included. */
  List<FlinkJob> jobs() {
    var jobs = new ArrayList<FlinkJob>();
    for (var job : get("/jobs/overview").path("jobs")) {
      jobs.add(
          new FlinkJob(
              job.path("jid").asText(), job.path("name").asText(), job.path("state").asText()));
    }
    return jobs;
  }

  /**
   * Begins to stop a job: its sources end, and a savepoint is taken of what they have read.
   *
   * @param directory for the savepoint; null for the cluster's
   * @return the name of this attempt
   */
  String stop(FlinkJob job, @Nullable String directory) {
    var body = JSON.createObjectNode().put("drain", false);
    if (directory != null) {
      body.put("targetDirectory", directory);
    }
    var request =
        to("/jobs/" + job.id() + "/stop")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()));
    return send(request).path("request-id").asText();
  }

  /**
   * Where the savepoint of an attempt is; empty while it is being written.
   *
   * @throws Refusal if it failed
   */
  Optional<String> savepoint(FlinkJob job, String attempt) {
    var answer = get("/jobs/" + job.id() + "/savepoints/" + attempt);
    if (!answer.path("status").path("id").asText().equals("COMPLETED")) {
      return Optional.empty();
    }
    var operation = answer.path("operation");
    var failure = operation.path("failure-cause");
    if (!failure.isMissingNode()) {
      throw new Refusal(
          "the savepoint of %s failed: %s"
              .formatted(job, FlinkProblem.inWords(failure.path("stack-trace").asText())));
    }
    return Optional.of(operation.path("location").asText());
  }

  void cancel(FlinkJob job) {
    send(to("/jobs/" + job.id() + "?mode=cancel").method("PATCH", BodyPublishers.noBody()));
  }

  /** The job as it is now. */
  FlinkJob now(FlinkJob job) {
    return new FlinkJob(
        job.id(), job.name(), get("/jobs/" + job.id() + "/status").path("status").asText());
  }

  private JsonNode get(String path) {
    return send(to(path).GET());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(ANSWER);
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      return read(client.send(request.build(), BodyHandlers.ofString()));
    } catch (ConnectException e) {
      throw unreachable("nobody answers there", e);
    } catch (HttpTimeoutException e) {
      throw unreachable("no answer in time", e);
    } catch (IOException e) {
      throw unreachable(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("interrupted while waiting for Flink at " + address, e);
    }
  }

  private Refusal unreachable(String words, Exception cause) {
    return new Refusal(
        "cannot reach Flink at %s (--flinkMaster): %s".formatted(address, words), cause);
  }

  private JsonNode read(HttpResponse<String> response) {
    try {
      var answer = JSON.readTree(response.body());
      if (response.statusCode() < FIRST_ERROR) {
        return answer;
      }
      var errors = new ArrayList<String>();
      answer.path("errors").forEach(it -> errors.add(it.asText()));
      throw new Refusal(
          "Flink at %s refuses: %s"
              .formatted(
                  address,
                  errors.isEmpty()
                      ? "status " + response.statusCode()
                      // The last one holds the trace, if there is one.
                      : FlinkProblem.inWords(errors.get(errors.size() - 1))));
    } catch (JsonProcessingException e) {
      throw new Refusal(
          "what answers at %s (--flinkMaster) is not Flink's REST interface: status %d"
              .formatted(address, response.statusCode()),
          e);
    }
  }
}
