package io.vigil.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigil.local.StackException;
import io.vigil.local.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What Flink's REST interface says of the one job. */
final class FlinkJobs {

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final String url;

  FlinkJobs(String url) {
    this.url = url;
  }

  /** Whether there is a job, running or not. */
  boolean isSubmitted() {
    return !get("/jobs/overview").path("jobs").isEmpty();
  }

  /** Whether the job and all of its tasks are running. */
  boolean isRunning() {
    var overview = get("/jobs/overview").path("jobs");
    if (overview.isEmpty()) {
      return false;
    }
    var job = get("/jobs/" + id(overview));
    return job.path("state").asText().equals("RUNNING")
        && stream(job.path("vertices"))
            .allMatch(it -> it.path("status").asText().equals("RUNNING"));
  }

  /** When the job was last restarted, in milliseconds since the epoch; 0 if it never was. */
  long lastRestart() {
    var job = get("/jobs/" + id(get("/jobs/overview").path("jobs")));
    return job.path("timestamps").path("RESTARTING").asLong();
  }

  /** The number of the task manager with the most to do, from 1 on. */
  int busiestTaskManager() {
    var id =
        stream(get("/taskmanagers").path("taskmanagers"))
            .min(Comparator.comparingLong(it -> it.path("freeSlots").asLong()))
            .map(it -> it.path("id").asText())
            .orElseThrow(() -> new StackException("Flink has no task manager"));
    // taskmanager1-mf3k2…
    return Integer.parseInt(id.replaceFirst("^taskmanager(\\d+)-.*$", "$1"));
  }

  private static String id(JsonNode overview) {
    if (overview.isEmpty()) {
      throw new StackException("Flink has no job");
    }
    return overview.get(0).path("jid").asText();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private JsonNode get(String page) {
    var request = HttpRequest.newBuilder(URI.create(url + page)).timeout(ANSWER).build();
    try {
      return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new StackException("Flink at %s does not answer: %s".formatted(url, e.getMessage()));
    } catch (InterruptedException e) {
      throw Waiting.interrupted();
    }
  }
}
