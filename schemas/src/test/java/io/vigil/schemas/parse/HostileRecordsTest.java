package io.vigil.schemas.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RandomData;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.RecordReader;
import io.vigil.schemas.Records;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.fields.FieldReader;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.files.InputFile;
import io.vigil.schemas.json.JsonFields;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parquet.ParquetTransactionWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that were made to stop a job: each meets its own fate, and those behind it are read. */
@Timeout(120)
class HostileRecordsTest {

  private static final SourcePosition HERE = SourcePosition.inFile("f", 1);
  private static final Pattern CARD_NUMBER = Pattern.compile("[0-9]([ -]?[0-9]){12}");
  private static final Mapping MAPPING =
      Mapping.parse(
          "m.yaml",
          """
          version: 1
          fields:
            transaction_id: {column: transaction_id}
            event_time: {column: event_time}
            card_id: {column: card_id}
            merchant_id: {column: merchant_id}
            amount: {column: amount}
            currency: {column: currency}
            country: {column: country}
            risk_score: {column: risk_score}
          """);

  @Test
  void keysThatCollideStopNothing() throws IOException {
    var parsed = parsed("poison.jsonl", FileFormat.JSON, TransactionParser.of(MAPPING));
    assertThat(parsed, hasSize(greaterThan(1)));
    for (var one : parsed) {
      assertThat(one.toString(), one instanceof Transaction);
    }
  }

  @Test
  void noMessageHoldsACardNumber() throws IOException {
    for (var mapping : new Mapping[] {null, MAPPING}) {
      var failures = 0;
      for (var one : parsed("pan.jsonl", FileFormat.JSON, TransactionParser.of(mapping))) {
        if (one instanceof ParseFailure failure) {
          failures++;
          var message = DeadLetter.of(failure).message();
          assertThat(message, not(CARD_NUMBER.matcher(message).find()));
        }
      }
      // The second one has the number for its country, which costs it no more than that.
      assertThat(failures, is(9));
    }
  }

  @Test
  void aCardNumberInAHeaderOrAnOlderMessageIsNotShown() {
    assertThat(
        new CanonicalFields().problems(Encoding.CSV, "4111111111111111,4111111111111111"),
        hasItem("the column '################' stands twice"));
    var old =
        new DeadLetter(
            Reason.NOT_A_NUMBER.stage(),
            Reason.NOT_A_NUMBER,
            "amount: '4111-1111-1111-1111' is no number",
            HERE,
            Encoding.JSON,
            null,
            new byte[0],
            null,
            1,
            "0");
    assertThat(old.message(), is("amount: '####-####-####-####' is no number"));
  }

  @Test
  void aSchemaOfEndlessStepsIsDamage() throws IOException {
    for (var mapping : new Mapping[] {null, MAPPING}) {
      var parsed = parsed("expo60.avro", FileFormat.AVRO, TransactionParser.of(mapping));
      assertThat(reasons(parsed), contains(Reason.DAMAGED_FILE));
    }
  }

  @Test
  void theColumnsOfASchemaThatMultipliesAreNotCounted() throws IOException {
    try (var reader = open("expo60.avro", FileFormat.AVRO, resource("expo60.avro"))) {
      var deep = MAPPING_OF.formatted("\"" + "a.".repeat(40) + "x\"");
      var problems =
          TransactionParser.of(Mapping.parse("m.yaml", deep))
              .problems(Encoding.AVRO, reader.schema());
      assertThat(problems, hasItem(startsWith("transaction_id: there is no column 'a.a.")));
    }
  }

  private static final String MAPPING_OF =
      """
      version: 1
      fields:
        transaction_id: {column: %s}
        event_time: {constant: '2026-03-01T12:00:00Z'}
        card_id: {constant: c}
        merchant_id: {constant: m}
        amount: {constant: 1}
        currency: {constant: GBP}
      """;

  /** Each of eight unions has sixty records that lead to the next: 60^8 ways to one column. */
  @Test
  void unionsOfRecordsThatMultiplyAreRefused() {
    var schema = "\"int\"";
    for (int depth = 8; depth > 0; depth--) {
      var first = "N" + (depth + 1) + "_";
      var records = new ArrayList<String>();
      for (int i = 0; i < 60; i++) {
        records.add(record("N" + depth + "_" + i, i == 0 ? schema : union(first, depth)));
      }
      schema = "[" + String.join(",", records) + "]";
    }
    var mapping = Mapping.parse("m.yaml", MAPPING_OF.formatted("\"a.a.a.a.a.a.a.a.a.a\""));
    assertThat(
        TransactionParser.of(mapping).problems(Encoding.AVRO, record("Top", schema)),
        contains("the schema has more than 100000 columns"));
  }

  /** The union behind that one, whose records have been named already. */
  private static String union(String first, int depth) {
    return depth == 8
        ? "\"int\""
        : IntStream.range(0, 60)
            .mapToObj(i -> '"' + first + i + '"')
            .collect(Collectors.joining(",", "[", "]"));
  }

  private static String record(String name, String type) {
    return "{\"type\":\"record\",\"name\":\"%s\",\"fields\":[{\"name\":\"a\",\"type\":%s}]}"
        .formatted(name, type);
  }

  @Test
  void aParquetFileThatIsTooDeepIsNamedAndOthersAreRead() throws IOException {
    var thrown =
        assertThrows(
            UnusableFileException.class,
            () -> open("deep.parquet", FileFormat.PARQUET, resource("deep3000.parquet")));
    assertThat(
        thrown.getMessage(),
        is(
            "deep.parquet: is no Parquet file that Vigil can read: more than 100 columns lie within"
                + " each other"));
    var good = new ByteArrayOutputStream();
    try (var writer = new ParquetTransactionWriter(good)) {
      writer.write(new RandomData(1).transaction(HERE));
    }
    var records = Records.all(open("good.parquet", FileFormat.PARQUET, good.toByteArray()));
    assertThat(records, hasSize(1));
  }

  @Test
  void whatARecordDoesToTheParserIsItsOwnFate() {
    var parser = new TransactionParser(new Faulty());
    var good = json("{}");
    for (var bad : List.of(json("throw 4111111111111111"), json("overflow"))) {
      assertThat(parser.parse(good) instanceof Transaction, is(true));
      var failure = (ParseFailure) parser.parse(bad);
      assertThat(failure.reason(), is(Reason.PARSER_FAULT));
      assertThat(failure.record(), is(bad));
      assertThat(DeadLetter.of(failure).canBeRetried(), is(true));
      assertThat(failure.message(), containsString(" at " + Faulty.class.getName() + "."));
      assertThat(failure.message(), not(containsString("4111")));
    }
    assertThat(
        ((ParseFailure) parser.parse(json("throw"))).message(),
        startsWith("java.lang.IllegalStateException at io.vigil."));
  }

  @Test
  void faultsThatAreNotTheRecordsStillCrash() {
    var parser = new TransactionParser(new Faulty());
    assertThrows(OutOfMemoryError.class, () -> parser.parse(json("memory")));
  }

  /** Fails as the record says, and quotes it. */
  private static final class Faulty implements FieldReader {
    @Override
    public void read(RawRecord record, TransactionBuilder into) throws Rejection {
      var text = new String(record.bytes(), StandardCharsets.UTF_8);
      if (text.startsWith("throw")) {
        throw new IllegalStateException(text);
      }
      if (text.equals("overflow")) {
        overflow(0);
      }
      if (text.equals("memory")) {
        throw new OutOfMemoryError("none left");
      }
      new JsonFields().read(GOOD, into);
    }

    private static int overflow(int depth) {
      return overflow(depth + 1) + 1;
    }

    @Override
    public List<String> problems(Encoding encoding, @Nullable String schema) {
      return List.of();
    }
  }

  private static final RawRecord GOOD =
      json(
          """
          {"transaction_id":"t","event_time":"2026-03-01T12:00:00Z","card_id":"c",\
          "merchant_id":"m","amount":1,"currency":"GBP"}""");

  private static RawRecord json(String text) {
    return RawRecord.json(HERE, Records.utf8(text));
  }

  private static List<Reason> reasons(List<Parsed> parsed) {
    return parsed.stream().map(it -> ((ParseFailure) it).reason()).toList();
  }

  private static List<Parsed> parsed(String name, FileFormat format, TransactionParser parser)
      throws IOException {
    var parsed = new ArrayList<Parsed>();
    for (var record : Records.all(open(name, format, resource(name)))) {
      parsed.add(parser.parse(record));
    }
    return parsed;
  }

  private static RecordReader open(String name, FileFormat format, byte[] file) throws IOException {
    return new InputFile(name, format, 1 << 20, CsvDialect.DEFAULT)
        .open(new SeekableInMemoryByteChannel(file));
  }

  private static byte[] resource(String name) throws IOException {
    try (var in = RawRecord.class.getResourceAsStream("hostile/" + name)) {
      return in.readAllBytes();
    }
  }
}
