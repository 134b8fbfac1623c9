package io.vigil.pipelines.monitor;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Change data capture: an update is no new payment, and is told of. */
class ConflictsTest {

  private static final String MAPPING =
      """
      version: 1
      fields:
        transaction_id: {column: payload.after.id}
        event_time: {column: payload.after.paid_at, format: epoch_micros}
        card_id: {column: payload.after.card}
        merchant_id: {column: payload.after.shop}
        amount: {expression: 'IF(STR_ENDS_WITH(COLUMN("payload.after.amount"), "="), DECIMAL_BYTES(COLUMN("payload.after.amount"), 2), DECIMAL(COLUMN("payload.after.amount")))'}
        currency: {column: payload.after.cur}
      """;

  @TempDir private Path folder;

  @Test
  void shouldCountUpdatesAsConflicts() throws IOException {
    var mapping = Files.writeString(folder.resolve("m.yaml"), MAPPING);
    var input =
        Files.writeString(
            folder.resolve("changes.jsonl"),
            change("1001", "12.50") + change("1002", "BOI=") + change("1001", "1.000"));

    var run =
        vigil(
            "monitor",
            "--runner=DirectRunner",
            "--input=" + input,
            "--mapping=" + mapping,
            "--output=" + folder.resolve("out"));

    assertThat(
        run.result(),
        is("read=3 accepted=3 duplicates=0 dead_letters=0 late=0 conflicts=1 balanced=true"));
    assertThat(
        run.out(), hasItem(startsWith("warning: 1 transactions with an amount such as 1.000")));
  }

  private static String change(String id, String amount) {
    return """
        {"payload":{"before":null,"after":{"id":%s,"card":"c1","shop":"m1","amount":"%s","cur":"EUR","paid_at":1772359200123456},"op":"c"}}
        """
        .formatted(id, amount);
  }
}
