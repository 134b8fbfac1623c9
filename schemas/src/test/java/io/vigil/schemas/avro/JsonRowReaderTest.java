package io.vigil.schemas.avro;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Stage;
import io.vigil.schemas.Transaction;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRowReaderTest {

  private static final SourcePosition PLACE = SourcePosition.inTopic("payments", 3, 99);

  @Test
  void whatJsonRowShowsIsReadBackToTheLastDigit() {
    var transaction =
        new Transaction(
            "t1",
            1_772_366_400_005L,
            "card",
            "Bäcker \"Ölmühle\"",
            -9_007_199_254_740_993L,
            "BHD",
            "DE",
            null,
            "food",
            0.1,
            PLACE);
    assertThat(
        readBack(RecordTypes.LATE_TRANSACTION, new LateTransaction(transaction, 1, 2)),
        is(new LateTransaction(transaction, 1, 2)));
  }

  @Test
  void bytesComeBackAsTheyWere() {
    var text = deadLetter("{\"amount\":\"ü\"\u0001".getBytes(StandardCharsets.UTF_8));
    var noText = deadLetter(new byte[] {'c', 'a', 'f', (byte) 0xe9, 0});
    assertThat(readBack(RecordTypes.DEAD_LETTER, text), is(text));
    assertThat(readBack(RecordTypes.DEAD_LETTER, noText), is(noText));
  }

  @Test
  void rowsOfOtherVersionsAreReadByTheNamesOfTheirColumns() {
    var entry =
        JsonRowReader.read(
            RecordTypes.LEDGER_ENTRY.schema(),
            """
            {"source":"f","partition":-1,"block_start":0,"block_end":65536,"read":2,"accepted":1,\
            "duplicates":1,"dead_letters":0,"late":0,"of_tomorrow":[1]}""");
    assertThat(RecordTypes.LEDGER_ENTRY.fromAvro(entry).generation(), is(0L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"amount\": | is not JSON",
        "[1] | is no JSON object",
        "{\"contents\":1} | has no column 'transaction_id'",
        "{\"transaction_id\":\"4111\",\"contents\":\"4111\"} | column 'contents' has no value of its type",
        "{\"transaction_id\":4111} | column 'transaction_id' has no value of its type"
      })
  void whatIsNoRowIsToldWithoutItsValues(String line, String problem) {
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> JsonRowReader.read(RecordTypes.CONFLICT.schema(), line));
    assertThat(thrown.getMessage(), is(problem));
  }

  private static <T> T readBack(RecordType<T> type, T value) {
    return type.fromAvro(JsonRowReader.read(type.schema(), JsonRow.of(type.toAvro(value))));
  }

  private static DeadLetter deadLetter(byte[] bytes) {
    return new DeadLetter(
        Stage.PARSE,
        Reason.MALFORMED_JSON,
        "broken",
        PLACE,
        Encoding.JSON,
        null,
        bytes,
        null,
        2,
        "1");
  }
}
