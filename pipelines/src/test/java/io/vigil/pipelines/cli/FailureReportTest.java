package io.vigil.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;

class FailureReportTest {

  @Test
  void tellsWhatAWorkerOfAClusterRefused() {
    var refusal = new Refusal("PostgreSQL at db:5432 was away for 5m, table totals");
    var failure =
        new IllegalStateException(
            "the job failed",
            new SerializedThrowable(new RuntimeException("wrapped by the runner", refusal)));

    assertThat(
        FailureReport.messageOf(failure),
        is("PostgreSQL at db:5432 was away for 5m, table totals"));
  }

  @Test
  void leavesErrorsOfVigilAsTheyAre() {
    assertThat(
        FailureReport.messageOf(
            new IllegalStateException(new SerializedThrowable(new NullPointerException("bug")))),
        is(nullValue()));
  }
}
