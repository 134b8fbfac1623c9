package io.vigil.schemas.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.vigil.schemas.RandomData;
import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.Utf8;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {

  private static final JsonFactory JACKSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final byte[] GUESS = {'a', 'b', '"'};

  private static final List<String> TEXTS =
      List.of(
          "{\"a\":1,\"b\":[true,false,null,{\"c\":-0.5e+10}],\"d\":\"x\\u00e4\\n\\\"\"}",
          " { \"k\" : { } , \"l\" : [ ] , \"m\" : [ [ 1 , 2 ] , { \"n\" : [ ] } ] } ",
          "[1,-2,3.25,4e5,NaN,\"é😀\"]",
          "\"text\"",
          "-12.5e-3",
          "{\"\":\"\",\"a\\\\b\":\"\\/\\b\\f\\r\\t\\ud83d\\ude00\"}");

  @Test
  void acceptsWhatJacksonAcceptsAndNothingElse() {
    long seed = 6;
    var data = new RandomData(seed);
    var verdicts = new TreeMap<Boolean, Integer>();
    for (int round = 0; round < 300_000; round++) {
      var text = data.damaged(data.oneOf(TEXTS).getBytes(StandardCharsets.UTF_8));
      if (isUtf8(text)) {
        boolean isJson = isJsonToJackson(text);
        verdicts.merge(isJson, 1, Integer::sum);
        var shown = new String(text, StandardCharsets.UTF_8);
        assertThat("seed " + seed + ", " + shown, isJson(text), is(isJson));
      }
    }
    assertThat(verdicts.get(true), greaterThan(10_000));
    assertThat(verdicts.get(false), greaterThan(10_000));
  }

  @Test
  void readsTheSameKeysAndValuesAsJackson() throws Exception {
    long seed = 7;
    var data = new RandomData(seed);
    for (int round = 0; round < 20_000; round++) {
      var text = object(data);
      assertThat("seed " + seed + ", " + text, pairs(text), is(pairsOfJackson(text)));
    }
  }

  @Test
  void callsEveryBeginningOfAnObjectTruncated() {
    for (var text : TEXTS.subList(0, 2)) {
      var bytes = text.strip().getBytes(StandardCharsets.UTF_8);
      for (int length = 0; length < bytes.length; length++) {
        var beginning = new String(bytes, 0, length, StandardCharsets.UTF_8);
        assertThat(beginning, reasonOf(beginning), is(Reason.TRUNCATED_JSON));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "[1,]",
        "[,1]",
        "{,}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":0x1}",
        "{\"a\":tRue}",
        "{\"a\":nul}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{} {}",
        "{}x",
        "{]",
        "[}",
        "]",
        "}",
        ",",
        "{1:2}",
        "// c\n{}",
        "{\"a\":-Infinitx}"
      })
  void callsWhatCanNeverBecomeJsonMalformed(String text) {
    assertThat(reasonOf(text), is(Reason.MALFORMED_JSON));
  }

  @Test
  void goesAsDeepAsTheLimit() throws Rejection {
    skip("[".repeat(64) + "]".repeat(64));
    skip("{\"a\":".repeat(64) + "1" + "}".repeat(64));
    assertThat(reasonOf("[".repeat(65) + "]".repeat(65)), is(Reason.NESTING_TOO_DEEP));
    assertThat(reasonOf("[".repeat(1_000_000)), is(Reason.NESTING_TOO_DEEP));
    assertThat(reasonOf("{\"a\":".repeat(1_000_000)), is(Reason.NESTING_TOO_DEEP));
  }

  private static String object(RandomData data) throws IOException {
    var out = new StringWriter();
    try (var json = JACKSON.createGenerator(out)) {
      if (data.nextInt(2) == 0) {
        json.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
      }
      json.writeStartObject();
      for (int i = data.nextInt(6); i > 0; i--) {
        json.writeFieldName(data.oneOf(List.of("ab", "a", "abc", data.text())));
        switch (data.nextInt(4)) {
          case 0 -> json.writeString(data.text());
          case 1 -> json.writeNumber(data.nextInt(1_000_000) / 1000.0);
          case 2 -> json.writeNull();
          default -> {
            json.writeStartArray();
            json.writeString(data.text());
            json.writeStartObject();
            json.writeNumberField(data.text(), 1);
            json.writeEndObject();
            json.writeEndArray();
          }
        }
      }
      json.writeEndObject();
    }
    return out.toString();
  }

  /** Keys and values of an object, the values of strings and numbers only. */
  private static List<Map.Entry<String, String>> pairs(String text) throws Rejection {
    var scanner = new JsonScanner();
    scanner.start(text.getBytes(StandardCharsets.UTF_8));
    assertThat(scanner.startObject(), is(true));
    var pairs = new ArrayList<Map.Entry<String, String>>();
    while (scanner.nextKey(GUESS)) {
      var key = scanner.isGuess() ? "ab" : new String(scanner.chars(), 0, scanner.length());
      var kind = scanner.nextValue();
      switch (kind) {
        case STRING, NUMBER ->
            pairs.add(Map.entry(key, new String(scanner.chars(), 0, scanner.length())));
        case OBJECT, ARRAY -> {
          scanner.skipValue(1);
          pairs.add(Map.entry(key, ""));
        }
        default -> pairs.add(Map.entry(key, ""));
      }
    }
    scanner.expectEnd();
    return pairs;
  }

  private static List<Map.Entry<String, String>> pairsOfJackson(String text) throws IOException {
    var pairs = new ArrayList<Map.Entry<String, String>>();
    try (var parser = JACKSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        var key = parser.getText();
        var token = parser.nextToken();
        boolean isText = token == JsonToken.VALUE_STRING || token.isNumeric();
        pairs.add(Map.entry(key, isText ? parser.getText() : ""));
        parser.skipChildren();
      }
    }
    return pairs;
  }

  private static boolean isJson(byte[] text) {
    try {
      skip(new String(text, StandardCharsets.UTF_8));
      return true;
    } catch (Rejection e) {
      return false;
    }
  }

  private static boolean isJsonToJackson(byte[] text) {
    try (JsonParser parser = JACKSON.createParser(new String(text, StandardCharsets.UTF_8))) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      // Numbers are checked for what follows them only when they are at the top.
      if (parser.currentToken().isScalarValue()) {
        parser.getText();
      }
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isUtf8(byte[] text) {
    try {
      Utf8.check(text);
      return true;
    } catch (Rejection e) {
      return false;
    }
  }

  private static void skip(String text) throws Rejection {
    var scanner = new JsonScanner();
    scanner.start(text.getBytes(StandardCharsets.UTF_8));
    scanner.skipValue(0);
    scanner.expectEnd();
  }

  private static Reason reasonOf(String text) {
    return assertThrows(Rejection.class, () -> skip(text)).reason();
  }
}
