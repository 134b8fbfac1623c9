package io.vigil.pipelines.draft;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.kafka.TestTopic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingCommandTest {

  @TempDir private Path folder;

  @Test
  void shouldWriteADraftThatARunTakes() throws IOException {
    var file = folder.resolve("in.csv");
    Files.writeString(
        file,
        "nr|when|pan|shop|amount|ccy\n1|2026-03-02T10:00:00Z|4000000000000002|m|1.50|EUR\n2|2026-03-02T10:00:00Z|4000000000000010|m|x|EUR\n3|2026-03-02T10:00:00Z|4000000000000010|m|3|EUR\n");
    var mapping = folder.resolve("mapping.yaml");

    var drafted = vigil("mapping", "--input=" + file, "--output=" + mapping);
    var checked = vigil("mapping", "--input=" + file, "--check=" + mapping);

    assertThat(drafted.out().get(0), is("mapping: " + mapping));
    assertThat(Files.readString(mapping), containsString("pseudonym: env:CARD_KEY"));
    assertThat(String.join("\n", drafted.out()), not(containsString("4000000000")));
    assertThat(
        checked.out(),
        hasItem(
            "would be set aside: 1 NOT_A_NUMBER, the first at "
                + file
                + ":2: amount: 'x' is no number"));
    assertThat(checked.result(), is("records=3 transactions=2 set_aside=1 questions=0"));
    assertThat(
        vigil("mapping", "--input=" + file, "--output=" + mapping).err(),
        contains("vigil mapping: --output=" + mapping + " is there, and may be somebody's work"));
  }

  @Test
  void shouldSayWhatIsNotThere() throws IOException {
    var run =
        draft(
            "p.csv",
            "step,type,amount,nameOrig,nameDest\n1,PAYMENT,9839.64,C1,M1\n1,TRANSFER,181.00,C2,M2\n");

    assertThat(run.exitCode(), is(3));
    assertThat(run.out(), hasItem("  # event_time: {column: …}"));
    assertThat(run.out(), hasItem("  card_id: {column: nameOrig}"));
    assertThat(run.out(), hasItem("not found: event_time"));
  }

  @Test
  void shouldLookAtTheLastRecordsOfATopic() throws Exception {
    try (var topic = TestTopic.create(2)) {
      for (int i = 0; i < 40; i++) {
        topic.send(
            i % 2,
            "{\"ref\":\"r%d\",\"ts\":\"2026-03-02T10:00:%02dZ\",\"card\":\"c\",\"shop\":\"m\",\"amount\":%d.5,\"currency\":\"EUR\"}"
                .formatted(i, i, i));
      }
      topic.flush();

      var run =
          vigil(
              "mapping",
              "--topic=" + topic.name(),
              "--bootstrapServers=" + topic.settings().bootstrapServers(),
              "--records=10");

      assertThat(run.out(), hasItem("  transaction_id: {column: ref}"));
      assertThat(run.out(), hasItem("  event_time: {column: ts}"));
      assertThat(run.result(), is("records=10 transactions=10 set_aside=0 questions=0"));
      assertThat(
          run.out().stream().filter(it -> it.startsWith("2026-03-02T10:00:3")).count(), is(10L));
    }
  }

  /** Worked out by hand from the rows. */
  @ParameterizedTest
  @CsvSource({
    "card-statement.csv, 3, 0, 2026-02-27T23:00:00Z, 3.50  EUR",
    "payment-provider.csv, 3, 0, 2026-03-02T09:15:00Z, 25.00  EUR",
    "simulated-fraud.csv, 3, 0, 2026-03-02T05:00:18Z, 4.97  USD",
    "mobile-money.csv, 3, 0, 2017-01-01T01:00:00Z, 1250.75  EUR",
    "web-shop-fraud.csv, 3, 0, 2017-12-02T00:00:00Z, 68.50  USD",
    "change-events.jsonl, 3, 2, 2026-03-02T09:00:00.123Z, 12.50  EUR"
  })
  void shouldReadTheSamplesWithTheirMappings(
      String name, int transactions, int skipped, String firstTime, String firstAmount) {
    var file = "../samples/mappings/" + name;
    var run =
        vigil("mapping", "--input=" + file, "--check=" + file.replaceAll("\\.[a-z]+$", ".yaml"));

    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
    assertThat(run.out(), hasItem(allOf(startsWith(firstTime), containsString(firstAmount))));
    assertThat(
        run.result(),
        is(
            "records=%d transactions=%d set_aside=0 %squestions=0"
                .formatted(
                    transactions + skipped,
                    transactions,
                    skipped == 0 ? "" : "skipped=" + skipped + " ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--records=5 | --input=FILE or --topic=TOPIC is needed",
        "--input=a --topic=b | --input=FILE or --topic=TOPIC is needed",
        "--input=a --bootstrapServers=b:1 | --bootstrapServers is for --topic",
        "--input=a --records=0 | --records must be in 1 to 100000",
        "--input=a --check=b --output=c | --output is for a draft"
      })
  void shouldRefuseWrongFlagsInOneLine(String flags, String problem) {
    var arguments = new ArrayList<>(List.of("mapping"));
    arguments.addAll(List.of(flags.strip().split(" ")));
    var run = vigil(arguments.toArray(String[]::new));

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), contains(containsString(problem.strip())));
  }

  private VigilRun draft(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return vigil("mapping", "--input=" + file);
  }
}
