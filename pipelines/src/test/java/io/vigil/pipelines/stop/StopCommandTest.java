package io.vigil.pipelines.stop;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.pipelines.VigilRun;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopCommandTest {

  private static final String ONE = "11111111111111111111111111111111";
  private static final String TWO = "22222222222222222222222222222222";
  private static final String OLD = "00000000000000000000000000000000";
  private static final String JOB = "job 'vigil' (" + ONE + ")";

  private final FakeFlink flink;

  StopCommandTest() throws IOException {
    flink = new FakeFlink();
  }

  @AfterEach
  void close() {
    flink.close();
  }

  @Test
  void aJobIsStoppedAndItsSavepointIsTheLastLine() {
    runs(job(OLD, "vigil", "CANCELED"), job(ONE, "vigil", "RUNNING"), job(TWO, "other", "RUNNING"));
    acceptsStop();
    inProgress();
    completes("{\"location\":\"file:/s/savepoint-1\"}");
    status("RUNNING");
    status("FINISHED");

    var run = stop("--savepoints=file:///s");

    assertThat(run.exitCode(), is(0));
    assertThat(run.result(), is("savepoint=file:/s/savepoint-1"));
    assertThat(run.err().get(0), is("stopping " + JOB + " with a savepoint"));
    assertThat(
        flink.orders(),
        contains(
            "POST /jobs/" + ONE + "/stop {\"drain\":false,\"targetDirectory\":\"file:///s\"}"));
  }

  @Test
  void theClustersOwnFolderTakesTheSavepointIfNoneIsGiven() {
    runs(job(ONE, "mine", "RUNNING"));
    acceptsStop();
    completes("{\"location\":\"s3://b/savepoint-2\"}");
    status("FINISHED");
    assertThat(stop("--jobName=mine").result(), is("savepoint=s3://b/savepoint-2"));
    assertThat(flink.orders(), contains("POST /jobs/" + ONE + "/stop {\"drain\":false}"));
  }

  @Test
  void aSavepointThatFailsIsSaidWithItsCauseAndTheJobGoesOn() {
    runs(job(ONE, "vigil", "RUNNING"));
    acceptsStop();
    completes(
        """
        {"failure-cause":{"class":"java.util.concurrent.CompletionException","stack-trace":
        "java.util.concurrent.CompletionException: a.b.CheckpointException: declined\\n\\tat a.b.C.d(C.java:1)\\nCaused by: a.b.CheckpointException: Task declined\\n\\t... 3 more\\nCaused by: java.io.IOException: No space left on device\\n\\t... 7 more\\n"}}\
        """);
    status("RUNNING");
    refused(
        stop(), "the savepoint of " + JOB + " failed: No space left on device; the job is RUNNING");
  }

  @Test
  void whatFlinkRefusesIsSaidInOneLine() {
    runs(job(ONE, "vigil", "RUNNING"));
    flink.answers(
        "POST /jobs/" + ONE + "/stop",
        400,
        "{\"errors\":[\"org.apache.flink.runtime.rest.handler.RestHandlerException: Config key"
            + " [state.savepoints.dir] is not set.\\n\\tat x.y.Z.a(Z.java:1)\"]}");
    refused(
        stop(),
        "Flink at " + flink.address() + " refuses: Config key [state.savepoints.dir] is not set.");
  }

  @Test
  void aJobThatDoesNotEndIsSaidWithWhereItsSavepointIs() {
    runs(job(ONE, "vigil", "RUNNING"));
    acceptsStop();
    completes("{\"location\":\"file:/s/savepoint-1\"}");
    flink.answers("GET /jobs/" + ONE + "/status", 500, "{\"errors\":[\"Internal error.\"]}");
    refused(
        stop(),
        "Flink at "
            + flink.address()
            + " refuses: Internal error.; its savepoint is file:/s/savepoint-1");
  }

  @Test
  void aJobIsCancelledWithoutSavepoint() {
    runs(job(ONE, "vigil", "RESTARTING"));
    flink.answers("PATCH /jobs/" + ONE + "?mode=cancel", 202, "{}");
    status("CANCELLING");
    status("CANCELED");
    var run = stop("--cancel", "--jobId=" + ONE);
    assertThat(run.result(), is("cancelled=" + ONE));
    assertThat(run.exitCode(), is(0));
    assertThat(flink.orders(), contains("PATCH /jobs/" + ONE + "?mode=cancel"));
  }

  @Test
  void noJobOfThatNameOrIdIsSaidWithThoseThatRun() {
    runs(job(OLD, "vigil", "FINISHED"), job(TWO, "other", "RUNNING"));
    refused(
        stop(),
        "no job named 'vigil' runs at "
            + flink.address()
            + "; there run: job 'other' ("
            + TWO
            + ")");
    refused(stop("--jobId=" + ONE), "no job " + ONE + " at " + flink.address());
    refused(
        stop("--jobId=" + OLD),
        "job 'vigil' (" + OLD + ") at " + flink.address() + " is FINISHED already");
    assertThat(flink.orders(), is(empty()));
  }

  @Test
  void ofSeveralJobsOfTheNameNoneIsStopped() {
    runs(job(ONE, "vigil", "RUNNING"), job(TWO, "vigil", "RUNNING"));
    refused(
        stop(),
        "several jobs named 'vigil' run at %s, choose with --jobId: %s, %s"
            .formatted(flink.address(), ONE, TWO));
    assertThat(flink.orders(), is(empty()));
  }

  @Test
  void aClusterThatIsNotThereIsNamed() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    refused(
        vigil("stop", "--flinkMaster=127.0.0.1:" + port),
        "cannot reach Flink at 127.0.0.1:" + port + " (--flinkMaster): nobody answers there");
  }

  @Test
  void aServerThatIsNotFlinkIsNamed() {
    flink.answers("GET /jobs/overview", 200, "<html>");
    refused(stop(), "what answers at " + flink.address() + " (--flinkMaster) is not Flink's REST");
  }

  @Test
  void wrongFlagsAreRefusedBeforeAnythingIsAsked() {
    assertThat(stop("--cancel", "--savepoints=/s").exitCode(), is(2));
    assertThat(stop("--jobId=vigil").exitCode(), is(2));
    assertThat(stop("--jobId=" + ONE, "--jobName=vigil").exitCode(), is(2));
    var run = vigil("stop", "--flinkMaster=http://x:1/");
    assertThat(run.err().get(0), containsString("--flinkMaster=http://x:1/ is not host:port"));
    assertThat(run.exitCode(), is(2));
  }

  private VigilRun stop(String... flags) {
    return vigil(
        Stream.concat(Stream.of("stop", "--flinkMaster=" + flink.address()), Stream.of(flags))
            .toArray(String[]::new));
  }

  private static void refused(VigilRun run, String words) {
    var last = run.err().get(run.err().size() - 1);
    assertThat(last, startsWith("vigil stop: " + words));
    assertThat(run.exitCode(), is(1));
    assertThat(run.out(), is(empty()));
  }

  private static String job(String id, String name, String state) {
    return "{\"jid\":\"%s\",\"name\":\"%s\",\"state\":\"%s\",\"tasks\":{\"total\":4}}"
        .formatted(id, name, state);
  }

  private void runs(String... jobs) {
    flink.answers("GET /jobs/overview", 200, "{\"jobs\":[" + String.join(",", jobs) + "]}");
  }

  private void acceptsStop() {
    flink.answers("POST /jobs/" + ONE + "/stop", 202, "{\"request-id\":\"abc\"}");
  }

  private void inProgress() {
    savepoint("{\"status\":{\"id\":\"IN_PROGRESS\"},\"operation\":null}");
  }

  private void completes(String operation) {
    savepoint("{\"status\":{\"id\":\"COMPLETED\"},\"operation\":" + operation + "}");
  }

  private void savepoint(String body) {
    flink.answers("GET /jobs/" + ONE + "/savepoints/abc", 200, body);
  }

  private void status(String status) {
    flink.answers("GET /jobs/" + ONE + "/status", 200, "{\"status\":\"" + status + "\"}");
  }
}
