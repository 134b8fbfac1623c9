package io.vigil.schemas;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicMetadataTest {

  @Test
  void isTheSameLineForTheSame() {
    var headers = new LinkedHashMap<String, String>();
    headers.put("b", "\"2\"");
    headers.put("a", "é\n");
    var metadata = new TopicMetadata("k", 17, headers);
    assertThat(
        metadata.toJson(),
        is("{\"key\":\"k\",\"timestamp\":17,\"headers\":{\"a\":\"é\\n\",\"b\":\"\\\"2\\\"\"}}"));
    assertThat(TopicMetadata.ofJson(metadata.toJson()), is(metadata));
  }

  @Test
  void mayHaveNoKey() {
    var metadata = new TopicMetadata(null, -1, Map.of());
    assertThat(TopicMetadata.ofJson(metadata.toJson()), is(metadata));
  }

  @Test
  void showsNoKey() {
    assertThat(
        new TopicMetadata("4111111111111111", 0, Map.of("a", "b")).toString(),
        is("TopicMetadata[1 headers]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"timestamp\":\"1\",\"headers\":{}}"})
  void refusesOtherTexts(String text) {
    assertThrows(IllegalArgumentException.class, () -> TopicMetadata.ofJson(text));
  }
}
