package io.vigil.pipelines.monitor;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.results.ResultTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that were right when they were written, and are then tampered with. */
class AuditTest {

  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void writeTables() throws IOException {
    output = folder.resolve("out");
    var input =
        Files.writeString(
            folder.resolve("in.jsonl"),
            """
            {"transaction_id":"1","event_time":"2026-03-01T12:00:00Z","card_id":"ann","merchant_id":"shop","amount":1,"currency":"GBP"}
            not a transaction
            """);
    var run = vigil("monitor", "--input=" + input, "--output=" + output, "--outputFormat=jsonl");
    assertThat(run.exitCode(), is(0));
  }

  @Test
  void shouldBalanceWhatWasWritten() throws IOException {
    var audit = Audit.of(ResultTables.inFolder(output));

    assertThat(audit.isBalanced(), is(true));
    assertThat(
        audit.resultLine(),
        is("read=2 accepted=1 duplicates=0 dead_letters=1 late=0 balanced=true"));
  }

  @Test
  void shouldFindALedgerEntryThatDoesNotBalance() throws IOException {
    replaceInFiles("ledger", "\"read\":2", "\"read\":3");

    var audit = Audit.of(ResultTables.inFolder(output));

    assertThat(audit.problems(), contains(containsString("in.jsonl from record 1")));
    assertThat(
        audit.resultLine(),
        is("read=3 accepted=1 duplicates=0 dead_letters=1 late=0 balanced=false"));
  }

  @Test
  void shouldFindATransactionThatIsInTheLedgerButNotInTheTotals() throws IOException {
    replaceInFiles("totals", "\"count\":1", "\"count\":0");

    assertThat(
        Audit.of(ResultTables.inFolder(output)).problems(),
        contains("the ledger has accepted=1, but the day totals count 0"));
  }

  @Test
  void shouldFindADeadLetterThatIsMissing() throws IOException {
    try (var files = Files.list(output.resolve("dead_letters"))) {
      for (var file : files.toList()) {
        Files.writeString(file, "");
      }
    }

    assertThat(
        Audit.of(ResultTables.inFolder(output)).problems(),
        contains("the ledger has dead_letters=1, but the files of dead letters hold 0"));
  }

  private void replaceInFiles(String table, String from, String to) throws IOException {
    try (var files = Files.list(output.resolve(table))) {
      for (var file : files.toList()) {
        Files.writeString(file, Files.readString(file).replace(from, to));
      }
    }
  }
}
