package io.vigil.pipelines.redrive;

import static io.vigil.pipelines.VigilRun.vigil;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchiveWriter;
import io.vigil.pipelines.kafka.TestTopic;
import io.vigil.pipelines.postgres.RowWriter;
import io.vigil.pipelines.postgres.TestPostgres;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.avro.JsonRow;
import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of a file with a large header, most of which have its hash alone. */
class RedriveSchemasTest {

  private static final int RECORDS = 60;

  @TempDir private static Path before;
  private static final List<DeadLetter> LETTERS = new ArrayList<>();

  /** The dead letters are those of a run of monitor. */
  @BeforeAll
  static void setAside() throws IOException {
    var lines = new ArrayList<String>();
    var header = new StringBuilder("transaction_id,event_time,card_id,merchant_id,amount,currency");
    for (int i = 0; i < 1_000; i++) {
      header.append(",a_column_that_nobody_wants_").append(i);
    }
    lines.add(header.toString());
    for (int i = 0; i < RECORDS; i++) {
      lines.add("t" + i + ",2026-03-01T12:00:00Z,c,m,1,EURO" + ",".repeat(1_000));
    }
    var input = Files.write(before.resolve("in.csv"), lines);
    var tables = before.resolve("tables");
    assertThat(
        vigil("monitor", "--input=" + input, "--output=" + tables, "--runner=DirectRunner")
            .result(),
        is("read=60 accepted=0 duplicates=0 dead_letters=60 late=0 balanced=true"));
    FilesOrigin.matching("", tables + "/dead_letters/*.parquet", RecordTypes.DEAD_LETTER)
        .forEach(LETTERS::add);
    Files.writeString(
        before.resolve("mended.yaml"),
        """
        version: 1
        fields:
          transaction_id: {column: transaction_id}
          event_time: {column: event_time}
          card_id: {column: card_id}
          merchant_id: {column: merchant_id}
          amount: {column: amount}
          currency: {column: currency, values: {EURO: EUR}}
        """);
  }

  @Test
  void shouldKeepTheSchemaOnceInAWhile() {
    long with = LETTERS.stream().filter(it -> it.schema() != null).count();
    assertThat(with, greaterThan(1L));
    assertThat(with, lessThan(RECORDS / 5L));
    assertThat(LETTERS.stream().map(DeadLetter::schemaHash).distinct().count(), is(1L));
  }

  @Test
  void shouldFindSchemasInFiles() {
    assertThat(redriven(before + "/tables/dead_letters/*.parquet"), is(mended(RECORDS, 0)));
  }

  @Test
  void shouldFindSchemasInATopic() throws Exception {
    try (var topic = TestTopic.create(3)) {
      for (var letter : LETTERS) {
        topic.send((int) letter.source().offset() % 3, json(letter));
      }
      topic.flush();
      assertThat(
          redriven(
              "topic:" + topic.name(), "--bootstrapServers=" + topic.settings().bootstrapServers()),
          is(mended(RECORDS, 0)));
    }
  }

  @Test
  void shouldFindSchemasInTheTable() {
    var config = TestPostgres.freshSchema();
    try (var writer = RowWriter.open(Tables.DEAD_LETTERS, config)) {
      LETTERS.forEach(writer::add);
      writer.flush();
    }
    assertThat(
        redriven(
            "table",
            "--jdbcUrl=" + config.url(),
            "--jdbcUser=" + config.user(),
            "--jdbcSchema=" + config.schema()),
        is(mended(RECORDS, 0)));
  }

  /** Rows without the columns that came later. */
  @Test
  void shouldRedriveWhatAnOlderVersionWrote() throws IOException {
    var schema = LETTERS.stream().map(DeadLetter::schema).filter(it -> it != null).findFirst();
    var rows =
        LETTERS.stream()
            .map(it -> json(it.withSchema(schema.orElseThrow())))
            .map(it -> it.replaceFirst("\"schema_hash\":\"[0-9a-f]*\",", ""))
            .map(it -> it.replaceFirst("\"whole_length\":null,", ""))
            .toList();
    assertThat(rows.get(0).contains("schema_hash") || rows.get(0).contains("whole_l"), is(false));
    var file = Files.write(before.resolve("old.jsonl"), rows);
    assertThat(redriven(file.toString()), is(mended(RECORDS, 0)));
  }

  @Test
  void shouldSayThatASchemaIsLostOrARecordCut() throws IOException {
    var lost = LETTERS.stream().filter(DeadLetter::lacksSchema).findFirst().orElseThrow();
    var large =
        RawRecord.json(SourcePosition.inFile("f", 1), "x".repeat(9_000_000).getBytes(UTF_8));
    var cut = DeadLetter.of(new ParseFailure(large, Reason.MALFORMED_JSON, "no JSON", null));
    var file = Files.write(before.resolve("lost.jsonl"), List.of(json(lost), json(cut)));
    var run = redrive(file.toString());
    assertThat(run.result(), is(mended(0, 2)));
    var text = String.join("\n", run.out());
    assertThat(text, containsString("(incomplete): currency: 'EURO' is no currency"));
    assertThat(text, containsString("; its schema is in none of these dead letters"));
    assertThat(text, containsString("; of its 9,000,000 bytes only the first 8,388,608 are kept"));
  }

  private static String mended(int mended, int incomplete) {
    return "redriven=%d still_bad=0 given_up=0 incomplete=%d already=0"
        .formatted(mended, incomplete);
  }

  private static String json(DeadLetter letter) {
    return JsonRow.of(RecordTypes.DEAD_LETTER.toAvro(letter));
  }

  private static String redriven(String from, String... flags) {
    return redrive(from, flags).result();
  }

  private static VigilRun redrive(String from, String... flags) {
    var arguments = new ArrayList<String>();
    arguments.addAll(
        List.of(
            "redrive",
            "--deadLetters=" + from,
            "--mapping=" + before.resolve("mended.yaml"),
            "--archive=" + before.resolve("archive"),
            "--dryRun"));
    arguments.addAll(List.of(flags));
    ArchiveWriter.to(Archive.at(before.resolve("archive")));
    return vigil(arguments.toArray(String[]::new));
  }
}
