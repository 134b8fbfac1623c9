package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.yaml.InvalidFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTest {

  /** Line 3 is the first field; the tests append another one, which is line 9. */
  private static final String GOOD =
      """
      version: 1
      fields:
        transaction_id: {column: id}
        event_time: {column: at}
        card_id: {column: card}
        merchant_id: {column: shop}
        amount: {column: amount}
        currency: {constant: GBP}
      """;

  @Test
  void readsAFile(@TempDir Path directory) throws IOException {
    var path = directory.resolve("m.yaml");
    Files.writeString(path, GOOD.replace("fields:", "csv: {delimiter: ;}\nfields:"));
    assertThat(Mapping.read(path).csv().delimiter(), is(';'));
    assertThat(Mapping.parse("m.yaml", GOOD).csv().delimiter(), is(','));
  }

  @Test
  void namesAFileThatIsNotThere(@TempDir Path directory) {
    assertThrows(UnusableFileException.class, () -> Mapping.read(directory.resolve("none.yaml")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "transaction_id | {column: id} | {column: id, colum: x} | 3: unknown option 'colum'; did you mean 'column'?",
        "transaction_id | {column: id} | {} | 3: 'transaction_id' needs one of column, constant and expression",
        "transaction_id | {column: id} | {column: id, constant: x} | 3: 'transaction_id' needs one of column, constant and expression, not column and constant",
        "transaction_id | {column: id} | {column: ' '} | 3: 'column' is empty",
        "transaction_id | {column: id} | {column: null} | 3: must be a text, not empty",
        "transaction_id | {column: id} | {column: [a]} | 3: must be a text, not a list",
        "transaction_id | {column: id} | id | 3: must be a mapping of names to values, not 'id'",
        "transaction_id | {column: id} | {column: id, column: x} | 3: 'column' stands twice",
        "transaction_id | {column: id} | {column: id, zone: UTC} | 3: unknown option 'zone'; there are column, constant, expression, default, values",
        "transaction_id | {column: id} | {expression: STR_LEFT(a} | 3: bad expression: Closing brace not found",
        "transaction_id | {column: id} | {expression: EXEC(a)} | 3: bad expression: unknown function 'EXEC'; there are ABS, CEILING, COALESCE, COLUMN, DECIMAL, DECIMAL_BYTES, DIVIDE, FLOOR, IF, KAFKA_HEADER, MAX, MIN, NUMBER, PARTITION, REPLACE, ROUND, STR_CONTAINS, STR_ENDS_WITH, STR_LEFT, STR_LENGTH, STR_LOWER, STR_RIGHT, STR_STARTS_WITH, STR_SUBSTRING, STR_TRIM, STR_UPPER, TEXT",
        "transaction_id | {column: id} | {expression: a.b} | 3: bad expression: a dot at character 2; write COLUMN(\"a.b\") for a column with a dot in its name",
        "event_time | {column: at} | {column: at, format: uuuu-MM-dd HH:mm} | 4: 'uuuu-MM-dd HH:mm': the pattern has no zone and no offset: add 'zone'",
        "event_time | {column: at} | {column: at, format: uuuu-MM-dd HH:mmX, zone: UTC} | 4: 'uuuu-MM-dd HH:mmX': the pattern has a zone or offset: leave 'zone' out",
        "event_time | {column: at} | {column: at, format: uuuu-MM-dd, zone: UTC} | 4: 'uuuu-MM-dd': the pattern gives no time of day",
        "event_time | {column: at} | {column: at, format: uuuu-MM-dd hh:mm, zone: UTC} | 4: 'uuuu-MM-dd hh:mm': the pattern gives no time of day; write 'H' for hours up to 23, or add 'a'",
        "event_time | {column: at} | {column: at, format: yyyy-MM-dd HH:mm, zone: UTC} | 4: 'yyyy-MM-dd HH:mm': the pattern gives no date; write 'u' for the year, not 'y'",
        "event_time | {column: at} | {column: at, format: epoch_milis} | 4: 'epoch_milis': no time pattern: Unknown pattern letter: o; did you mean 'epoch_millis'?",
        "event_time | {column: at} | {column: at, format: epoch_millis, zone: UTC} | 4: epoch_millis counts from 1970 in UTC and has no zone",
        "event_time | {column: at} | {column: at, zone: Europe/Londn} | 4: unknown zone 'Europe/Londn'; did you mean 'Europe/London'?",
        "event_time | {column: at} | {constant: today} | 4: event_time: 'today' is no ISO 8601 time",
        "event_time | {column: at} | {constant: '2011-10-17T13:45:56'} | 4: event_time: '2011-10-17T13:45:56' has neither zone nor offset",
        "amount | {column: amount} | {constant: 1 GBP} | 7: amount: '1 GBP' is no number",
        "amount | {column: amount} | {column: amount, default: none} | 7: amount: 'none' is no number",
        "currency | {constant: GBP} | {constant: XXX} | 8: currency: 'XXX' is no currency of ISO 4217 that has minor units",
        "currency | {constant: GBP} | {constant: GBP, default: EUR} | 8: a constant needs no default",
        "currency | {constant: GBP} | {constant: GBP, values: {a: b}} | 8: a constant needs no translation",
        "currency | {constant: GBP} | {column: c, values: {pound: QQQ}} | 8: currency: 'QQQ' is no currency of ISO 4217 that has minor units",
        "currency | {constant: GBP} | {column: c, values: [a]} | 8: must be a mapping of names to values, not a list",
        "currency | {constant: GBP} | {column: c, values: {a: [b]}} | 8: must be a text, not a list",
      })
  void refusesAFieldThatIsWrong(String field, String good, String wrong, String problem) {
    var text = GOOD.replace(field + ": " + good, field + ": " + wrong);
    assertThat(problems(text), hasItem("m.yaml:" + problem));
  }

  @Test
  void refusesWrongTranslationsAtTheirOwnLine() {
    var text = GOOD + "  country:\n    column: c\n    values:\n      A: DE\n      B: ZZ\n";
    assertThat(
        problems(text), contains("m.yaml:13: country: 'ZZ' is no country of ISO 3166-1 alpha-2"));
  }

  @Test
  void refusesAConstantThatIsNoCountry() {
    assertThat(
        problems(GOOD + "  country: {constant: UK}\n"),
        contains("m.yaml:9: country: 'UK' is no country of ISO 3166-1 alpha-2"));
  }

  @Test
  void takesNorwayForACountry() {
    var constant = Mappings.with("country", "{constant: NO}");
    assertThat(Mappings.good(constant, Mappings.json("{}")).country(), is("NO"));
    var translated = Mappings.with("country", "{column: c, values: {Norge: NO}, default: NO}");
    assertThat(Mappings.good(translated, Mappings.json("{\"c\":\"Norge\"}")).country(), is("NO"));
    assertThat(Mappings.good(translated, Mappings.json("{}")).country(), is("NO"));
  }

  @Test
  void refusesAnUnknownField() {
    assertThat(
        problems(GOOD + "  amout: {column: a}\n"),
        contains("m.yaml:9: unknown field 'amout'; did you mean 'amount'?"));
  }

  @Test
  void refusesAFieldThatStandsTwice() {
    assertThat(
        problems(GOOD + "  amount: {column: a}\n"), contains("m.yaml:9: 'amount' stands twice"));
  }

  @Test
  void refusesAMappingWithoutARequiredField() {
    assertThat(
        problems(GOOD.replaceFirst("  card_id.*\n", "")),
        contains("m.yaml:3: the field 'card_id' is missing"));
  }

  @Test
  void refusesAnotherVersion() {
    assertThat(
        problems(GOOD.replace("version: 1", "version: 2")),
        contains("m.yaml:1: unknown version '2'; this Vigil reads version 1"));
    assertThat(
        problems(GOOD.replace("version: 1\n", "")), contains("m.yaml:1: 'version: 1' is missing"));
  }

  @ParameterizedTest
  @CsvSource({"';;'", "'\"\"'", "\"\\n\"", "'''\"'''"})
  void refusesADelimiterThatIsNone(String delimiter) {
    assertThat(
        problems(GOOD + "csv: {delimiter: " + delimiter + "}\n"),
        contains(
            "m.yaml:9: the delimiter must be one ASCII character, but no quote or line end; or tab"));
  }

  @Test
  void refusesWhatIsNoMapping() {
    assertThat(
        problems("- a\n"), contains("m.yaml:1: must be a mapping of names to values, not a list"));
    assertThat(problems("version: 1\n"), contains("m.yaml:1: 'fields' is missing"));
    assertThat(
        problems("version: 1\nfields:\n"),
        contains("m.yaml:2: must be a mapping of names to values, not empty"));
  }

  @Test
  void reportsAllProblemsAtOnce() {
    var text =
        GOOD.replace("version: 1", "version: x")
            .replace("{column: at}", "{column: at, zone: Mars}")
            .replace("{constant: GBP}", "{constant: POUND}");
    assertThat(
        problems(text),
        contains(
            "m.yaml:1: unknown version 'x'; this Vigil reads version 1",
            "m.yaml:4: unknown zone 'Mars'",
            "m.yaml:8: currency: 'POUND' is no currency of ISO 4217 that has minor units"));
  }

  @Test
  void survivesSerialization() throws IOException, ClassNotFoundException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(Mapping.parse("m.yaml", GOOD + "csv: {delimiter: ;}\n"));
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var mapping = (Mapping) in.readObject();
      assertThat(mapping.csv().delimiter(), is(';'));
      assertThat(mapping.fields().size(), is(6));
    }
  }

  @Test
  void saysWhatIsWrongWithAnyText() {
    var whole =
        GOOD
            + """
              country: {column: c, values: {a: DE, b: null}, default: FR}
              status: {expression: 'IF(a = "x" || DECIMAL(b) * 1e2 < 3, COLUMN("y z"), row_hash)'}
              category: {expression: STR_LEFT(a, 3) + TEXT(-1 / 4)}
            """;
    var letters = "(){}[]'\"\\:,&*!|>%@#- \n\t+/=<.019eExX\u0000\uFEFF";
    for (int seed = 0; seed < 5_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder(whole);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        int at = random.nextInt(text.length());
        var letter = letters.charAt(random.nextInt(letters.length()));
        text.replace(at, at + random.nextInt(3), String.valueOf(letter));
      }
      try {
        Mapping.parse("m.yaml", text.toString());
      } catch (InvalidFileException e) {
        assertThat("seed " + seed, e.problems(), everyItem(startsWith("m.yaml:")));
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
    }
  }

  private static List<String> problems(String text) {
    return assertThrows(InvalidFileException.class, () -> Mapping.parse("m.yaml", text)).problems();
  }
}
