package io.vigil.pipelines.monitor;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A settlement of a payment provider: one object, payments and fees in a list within it. */
class SkippedTest {

  private static final String MAPPING =
      """
      version: 1
      records: data.entries
      only_if: type == "charge"
      fields:
        transaction_id: {column: id}
        event_time: {column: created, format: epoch_seconds}
        card_id: {column: card.fingerprint}
        merchant_id: {column: outer.account}
        amount: {expression: amount / 100}
        currency: {column: currency}
        category: {expression: 'PARTITION("country")'}
      """;

  private static final String SETTLEMENT =
      """
      { "account": "shop 7",
        "data": {
          "entries": [
            {"id": "e1", "type": "charge", "created": 1772359200, "amount": 1250, "currency": "eur", "card": {"fingerprint": "f1"}},
            {"id": "e2", "type": "fee", "amount": 30},
            {"id": "e3", "type": "charge", "created": "never", "amount": 700, "currency": "eur", "card": {"fingerprint": "f1"}},
            {"id": "e4", "type": "payout", "amount": -1220},
            {"id": "e5", "type": "charge", "created": 1772359260, "amount": 99, "currency": "eur", "card": {"fingerprint": "f2"}}
          ]
        }
      }
      """;

  @TempDir private Path folder;
  private Path mapping;
  private Path input;

  @BeforeEach
  void write() throws IOException {
    mapping = Files.writeString(folder.resolve("m.yaml"), MAPPING);
    input =
        Files.writeString(
            Files.createDirectories(folder.resolve("country=DE")).resolve("s.json"), SETTLEMENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "FlinkRunner"})
  void shouldCountWhatIsNotMeantAndBalance(String runner) {
    var run =
        vigil(
            "monitor",
            "--runner=" + runner,
            "--input=" + input,
            "--mapping=" + mapping,
            "--output=" + folder.resolve("out"));

    assertThat(
        run.result(),
        is("read=5 accepted=2 duplicates=0 dead_letters=1 late=0 skipped=2 balanced=true"));
    assertThat(run.exitCode(), is(0));
    assertThat(
        run.out(),
        hasItem(containsString("INVALID_TIME, the first at " + input + ":3 (line 1): event_time")));
  }

  @Test
  void shouldArchiveWhatIsMeantAlone() {
    var archive = folder.resolve("archive");
    for (var expected :
        new String[] {
          "read=5 archived=2 already=0 dead_letters=1 skipped=2 files=2",
          "read=5 archived=0 already=3 dead_letters=0 skipped=2 files=0"
        }) {
      var run =
          vigil(
              "archive",
              "--runner=DirectRunner",
              "--input=" + input,
              "--mapping=" + mapping,
              "--archive=" + archive);
      assertThat(run.result(), is(expected));
    }
  }

  @Test
  void shouldShowBeforehandWhatItWouldSkip() {
    var run = vigil("mapping", "--input=" + input, "--check=" + mapping);
    assertThat(run.result(), is("records=5 transactions=2 set_aside=1 skipped=2 questions=0"));
  }

  @Test
  void shouldRefuseAListInATopic() {
    var run =
        vigil(
            "monitor",
            "--topic=payments",
            "--bootstrapServers=127.0.0.1:1",
            "--mapping=" + mapping,
            "--outputTopics=x");
    assertThat(run.exitCode(), is(2));
  }
}
