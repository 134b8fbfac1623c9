package io.vigil.schemas.bytes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextOutputTest {

  private interface Writing {
    void to(TextOutput text) throws IOException;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0, 2, 0.00",
    "5, 3, 0.005",
    "-5, 2, -0.05",
    "1234, 2, 12.34",
    "-100, 2, -1.00",
    "9223372036854775807, 0, 9223372036854775807",
    "-9223372036854775808, 3, -9223372036854775.808",
    "7, 20, 0.00000000000000000007",
  })
  void writesDecimals(long unscaled, int decimals, String expected) throws IOException {
    assertThat(written(it -> it.decimal(unscaled, decimals)), is(expected));
  }

  @Test
  void writesDecimalsAsBigDecimalDoes() throws IOException {
    var random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      long unscaled = random.nextLong() >> random.nextInt(64);
      int decimals = random.nextInt(5);
      assertThat(
          written(it -> it.decimal(unscaled, decimals)),
          is(BigDecimal.valueOf(unscaled, decimals).toPlainString()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2026-03-01T12:34:56.789Z",
        "2026-03-01T12:34:56.700Z",
        "2026-03-01T12:34:56.007Z",
        "1969-12-31T23:59:59.999Z",
        "2024-02-29T23:59:59Z",
        "0000-01-01T00:00:00Z",
        "-0001-12-31T23:59:59Z",
        "9999-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z",
      })
  void writesTimesAsAnInstantDoes(String time) throws IOException {
    assertThat(written(it -> it.time(Instant.parse(time).toEpochMilli())), is(time));
  }

  @Test
  void writesManyTimesAsAnInstantDoes() throws IOException {
    var random = new Random(4);
    var expected = new StringBuilder();
    var times = random.longs(20_000, 0, 4_102_444_800_000L).toArray();
    for (long time : times) {
      expected.append(Instant.ofEpochMilli(time));
    }

    assertThat(
        written(
            it -> {
              for (long time : times) {
                it.time(time);
              }
            }),
        is(expected.toString()));
  }

  @Test
  void keepsTextsThatAreLongerThanABlock() throws IOException {
    var text = "aé€😀".repeat(30_000);

    assertThat(written(it -> it.text(text)), is(text));
    assertThat(
        written(
            it -> {
              it.ascii('<');
              it.bytes(text.getBytes(StandardCharsets.UTF_8));
              it.ascii('>');
            }),
        is("<" + text + ">"));
  }

  private static String written(Writing writing) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var text = new TextOutput(bytes)) {
      writing.to(text);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
