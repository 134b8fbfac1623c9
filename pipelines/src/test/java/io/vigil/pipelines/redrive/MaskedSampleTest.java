package io.vigil.pipelines.redrive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Stage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedSampleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"card_id\":\"4111-1111\",\"amount\": 12.5} | {\"card_id\":\"####-####\",\"amount\": ##.#}",
        "{\"card_id\":\"Ännchen\",} | {\"card_id\":\"xxxxxxx\",}",
        // A value where a key should be.
        "{\"card_id\":\"card-77\":1} | {\"card_id\":\"xxxx-##\":#}",
        "{\"4111\":1} | {\"####\":#}",
        "{\"card_id\":41111111 | {\"card_id\":########"
      })
  void shouldShowTheFormOfJsonAndNoValue(String json, String shown) {
    assertThat(MaskedSample.of(letter(Encoding.JSON, json)), is(shown));
  }

  @Test
  void shouldShowTheFormOfCsv() {
    assertThat(
        MaskedSample.of(letter(Encoding.CSV, "card-1,\"Joe's\",9;\t")), is("xxxx-#,\"xxx'x\",#; "));
  }

  @Test
  void shouldCutWhatIsLong() {
    assertThat(MaskedSample.of(letter(Encoding.CSV, "7".repeat(161))), is("#".repeat(160) + "…"));
  }

  @Test
  void shouldNotTryToShowAvro() {
    assertThat(MaskedSample.of(letter(Encoding.AVRO, "4111")), is("4 bytes of Avro"));
  }

  private static DeadLetter letter(Encoding encoding, String text) {
    return new DeadLetter(
        Stage.PARSE,
        Reason.MISSING_FIELD,
        "card_id: is missing",
        SourcePosition.inFile("f", 1),
        encoding,
        "schema",
        text.getBytes(StandardCharsets.UTF_8),
        null,
        1,
        "1");
  }
}
