package io.vigil.schemas.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.schemas.Records;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.files.InputFile;
import java.io.IOException;
import java.util.List;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;

class ListedRecordsTest {

  private static final RecordList ITEMS = RecordList.at("payload.items", false);

  @Test
  void takesEachElementForARecord() throws IOException {
    assertThat(
        texts(
            """
            {"id":1,"payload":{"items":[{"a":1},{"a":[2,{"b":"]"}]}],"more":[{"a":0}]}}
            {"payload":{"x":{"items":[9]},"items":[ {"a":3} , 4, "é\\"}", null ]}}
            """,
            ITEMS),
        contains("{\"a\":1}", "{\"a\":[2,{\"b\":\"]\"}]}", "{\"a\":3}", "4", "\"é\\\"}\"", "null"));
  }

  @Test
  void readsOneObjectOverManyLines() throws IOException {
    assertThat(
        texts(
            """
            { "object": "list",
              "data": [
                {
                  "a": 1
                },
                {"a": 2}
              ],
              "has_more": false
            }
            """,
            RecordList.at("data", false)),
        contains("{\n      \"a\": 1\n    }", "{\"a\": 2}"));
  }

  @Test
  void readsAnArrayOfObjectsWithLists() throws IOException {
    assertThat(
        texts("[{\"data\":[{\"a\":1}]},\n{\"data\":[{\"a\":2}]}]", RecordList.at("data", false)),
        contains("{\"a\":1}", "{\"a\":2}"));
  }

  /** A key of the same name elsewhere is another one. */
  @Test
  void isNotMisledByTheNamesOfOthers() throws IOException {
    assertThat(
        texts(
            "{\"items\":[0],\"payload\":{\"payload\":{\"items\":[0]},\"items\":[{\"items\":1}],\"x\":{\"items\":[0]}},\"x\":{\"items\":[0],\"payload\":1}}",
            ITEMS),
        contains("{\"items\":1}"));
  }

  @Test
  void takesAnEmptyListForNoRecord() throws IOException {
    assertThat(texts("{\"payload\":{\"items\":[]}}\n", ITEMS), is(empty()));
  }

  /** Nothing is lost: what has no list is for the parser to judge. */
  @Test
  void leavesWhatHasNoListAsItIs() throws IOException {
    var lines =
        List.of(
            "{\"payload\":{\"items\":{\"a\":1}}}",
            "{\"payload\":[1]}",
            "{\"payload\":{}}",
            "{\"items\":[1]}",
            "[1]",
            "{\"payload\":{\"items\":[1,]}}",
            "{\"payload\":{\"items\":[1]}} x",
            "{\"payload\":{\"items\":[1]}} {\"payload\":{\"items\":[2]}}",
            "{\"payload\":{\"items\":[1],\"items\":[2]}}",
            "{\"payload\":{\"items\":[1]},\"payload\":{\"items\":[2]}}",
            "no JSON");
    assertThat(texts("{}\n" + String.join("\n", lines), ITEMS).subList(1, 12), is(lines));
  }

  @Test
  void givesRecordsWhatStandsAroundTheirList() throws IOException {
    assertThat(
        texts(
            "{\"shop\":\"s\",\"payload\":{\"items\":[{\"a\":1},{},5],\"n\":3},\"end\":true}",
            RecordList.at("payload.items", true)),
        contains(
            "{\"outer\":{\"shop\":\"s\",\"payload\":{\"items\":null,\"n\":3},\"end\":true},\"a\":1}",
            "{\"outer\":{\"shop\":\"s\",\"payload\":{\"items\":null,\"n\":3},\"end\":true}}",
            "5"));
  }

  @Test
  void doesNotMultiplyWhatIsLarge() throws IOException {
    var large = "{\"x\":\"" + "y".repeat(70_000) + "\",\"data\":[{\"a\":1},{\"a\":2}]}";
    assertThat(texts(large, RecordList.at("data", false)), contains("{\"a\":1}", "{\"a\":2}"));
    assertThat(
        texts(large, RecordList.at("data", true)),
        contains("RECORD_TOO_LARGE:{\"a\":1}", "RECORD_TOO_LARGE:{\"a\":2}"));
  }

  @Test
  void saysIfAnObjectIsTooLargeOrBreaksOff() throws IOException {
    var list = RecordList.at("data", false);
    var large = "{\"data\":[" + "{\"a\":1},".repeat(20_000) + "{}]}\n{\"data\":[{\"a\":2}]}";
    assertThat(texts(large, list), contains(startsWith("RECORD_TOO_LARGE:"), is("{\"a\":2}")));
    assertThat(
        texts("{\"data\":[{\"a\":1},\n{\"a\":2}", list),
        contains("{\"data\":[{\"a\":1},\n{\"a\":2}"));
  }

  private static List<String> texts(String file, RecordList list) throws IOException {
    var input = new InputFile("a.json", FileFormat.JSON, 100_000, CsvDialect.DEFAULT, list);
    return Records.texts(input.open(new SeekableInMemoryByteChannel(Records.utf8(file))));
  }
}
