package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The recipes of docs/mappings.md, as they stand there. Expected values were worked out by hand.
 */
class RecipesTest {

  private static final Path DOCS = Path.of("..", "docs", "mappings.md");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$1,234.50 | {'a':'$1,234.50'} | 123450",
        "minor units | {'cents':'1250'} | 1250",
        "debit and credit | {'debit':'12.50','credit':''} | -1250",
        "debit and credit | {'debit':null,'credit':'7'} | 700",
        "a sign in | {'dc':'D','a':'3'} | -300",
        "a sign in | {'dc':'C','a':'3'} | 300",
        "Debezium | {'payload':{'after':{'amount':'BOI='}}} | 1250",
      })
  void amounts(String recipe, String record, long cents) throws IOException {
    var mapping = Mappings.with("amount", recipe(recipe, "amount: "));
    assertThat(Mappings.good(mapping, json("/f", record)).amount(), is(cents));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a day without | {'day':'01.07.2026'} | 2026-06-30T22:00:00Z",
        "a day in the path | {'time':'10:15:30'} | 2026-07-01T10:15:30Z",
      })
  void times(String recipe, String record, Instant time) throws IOException {
    var mapping = Mappings.with("event_time", recipe(recipe, "event_time: "));
    assertThat(
        Mappings.good(mapping, json("/in/day=2026-07-01/f", record)).eventTime(),
        is(time.toEpochMilli()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"(12.50)", "12.50-"})
  void minus(String text) throws IOException {
    var mapping = Mappings.with("amount", "{column: a, " + recipe("`(12.50)`", "") + "}");
    assertThat(Mappings.good(mapping, json("/f", "{'a':'" + text + "'}")).amount(), is(-1_250L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{'terminal':'T1','receipt':'17'} | T1-17"})
  void ids(String record, String id) throws IOException {
    var mapping = Mappings.with("transaction_id", recipe("an id of several", "transaction_id: "));
    assertThat(Mappings.good(mapping, json("/f", record)).transactionId(), is(id));
  }

  /** What stands in the second column of the recipe's row, behind the name of the field. */
  private static String recipe(String name, String field) throws IOException {
    var rows = Files.readAllLines(DOCS);
    var recipes = rows.subList(rows.indexOf("## Recipes"), rows.size());
    var row =
        recipes.stream()
            .filter(it -> it.startsWith("|") && it.split("\\|")[1].contains(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no recipe for " + name));
    var code = row.split("\\|")[2].split("`")[1];
    return code.substring(code.indexOf(field) + field.length());
  }

  private static RawRecord json(String path, String record) {
    return RawRecord.json(
        SourcePosition.inFile(path, 1), record.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
