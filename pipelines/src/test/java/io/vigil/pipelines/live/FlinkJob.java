package io.vigil.pipelines.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigil.pipelines.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/** A job on the cluster. */
record FlinkJob(FlinkRest flink, String id) {

  /** The job of this name that was submitted last. */
  static FlinkJob named(String name, FlinkRest flink) {
    return StreamSupport.stream(flink.get("/jobs/overview").get("jobs").spliterator(), false)
        .filter(it -> it.get("name").asText().equals(name))
        .max(Comparator.comparingLong(it -> it.get("start-time").asLong()))
        .map(it -> new FlinkJob(flink, it.get("jid").asText()))
        .orElseThrow(() -> new AssertionError("no job " + name));
  }

  /** How often it has gone on from a checkpoint. */
  int restores() {
    return flink.get("/jobs/" + id + "/checkpoints").path("counts").path("restored").asInt();
  }

  int checkpoints() {
    return flink.get("/jobs/" + id + "/checkpoints").path("counts").path("completed").asInt();
  }

  /** Ends what a test that failed has left. */
  static void cancelAll(FlinkRest flink) {
    StreamSupport.stream(flink.get("/jobs/overview").get("jobs").spliterator(), false)
        .filter(it -> it.get("end-time").asLong() < 0)
        .forEach(it -> new FlinkJob(flink, it.get("jid").asText()).cancel());
  }

  /** Takes a checkpoint now. */
  void checkpoint() {
    var trigger =
        flink
            .post("/jobs/" + id + "/checkpoints", "{\"checkpointType\":\"FULL\"}")
            .get("request-id");
    await("/jobs/" + id + "/checkpoints/" + trigger.asText());
  }

  /** Stops it, and gives the savepoint. */
  String stopWithSavepoint() {
    var trigger = flink.post("/jobs/" + id + "/stop", "{\"drain\":false}").get("request-id");
    return await("/jobs/" + id + "/savepoints/" + trigger.asText()).get("location").asText();
  }

  /** The lowest watermark of any step; nothing if there is none yet. */
  OptionalLong watermark() {
    return StreamSupport.stream(flink.get("/jobs/" + id).path("vertices").spliterator(), false)
        .map(it -> flink.get("/jobs/" + id + "/vertices/" + it.get("id").asText() + "/watermarks"))
        .flatMap(it -> StreamSupport.stream(it.spliterator(), false))
        .mapToLong(it -> it.get("value").asLong())
        .min();
  }

  void cancel() {
    flink.patch("/jobs/" + id + "?mode=cancel");
  }

  String state() {
    return flink.get("/jobs/" + id).path("state").asText();
  }

  /** What went wrong last. */
  String failure() {
    return flink.get("/jobs/" + id + "/exceptions").path("root-exception").asText();
  }

  /** The newest checkpoint that the cluster has kept, whether it still knows the job or not. */
  Path newestCheckpoint(Path checkpoints) {
    try (var kept = Files.list(checkpoints.resolve(id))) {
      return kept.filter(it -> Files.exists(it.resolve("_metadata")))
          .max(
              Comparator.comparingInt(
                  it -> Integer.parseInt(it.getFileName().toString().replace("chk-", ""))))
          .orElseThrow(() -> new AssertionError("no checkpoint of " + id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode await(String path) {
    Until.isTrue(
        "completed " + path,
        LiveStack.PATIENCE,
        () -> flink.get(path).path("status").path("id").asText().equals("COMPLETED"),
        () -> flink.get(path));
    var operation = flink.get(path).get("operation");
    if (operation.has("failure-cause")) {
      throw new AssertionError(operation.get("failure-cause").toPrettyString());
    }
    return operation;
  }
}
