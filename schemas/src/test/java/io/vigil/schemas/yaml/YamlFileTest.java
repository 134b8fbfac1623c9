package io.vigil.schemas.yaml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.UnusableFileException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

  @Test
  void knowsTheLineOfEachValue() {
    var root = map("a: 1\nb:\n  c: x\n");
    var b = Objects.requireNonNull(root.get("b"));
    assertThat(b.line(), is(3));
    assertThat(root.key("b").line(), is(2));
  }

  @Test
  void takesATextAsItIsWritten() {
    var root = map("norway: NO\nnumber: 0012\ntime: 2011-03-27\nquoted: 'null'\n");
    assertThat(value(root, "norway").asText(), is("NO"));
    assertThat(value(root, "number").asText(), is("0012"));
    assertThat(value(root, "time").asText(), is("2011-03-27"));
    assertThat(value(root, "quoted").asText(), is("null"));
  }

  @Test
  void givesNumbersAndLists() {
    var root = map("share: 0.10\ncards:\n  - a\n  - b\n");
    assertThat(value(root, "share").asNumber(), is(new BigDecimal("0.10")));
    var cards = Objects.requireNonNull(value(root, "cards").asList());
    assertThat(cards.stream().map(YamlValue::asText).toList(), contains("a", "b"));
  }

  @Test
  void reportsAllProblemsInTheOrderOfTheirLines() {
    var file = YamlFile.parse("rules.yaml", "a: [x]\nb: {}\nc: x\nd:\n");
    var root = Objects.requireNonNull(file.root().asMap());
    assertThat(value(root, "d").asText(), is(nullValue()));
    assertThat(value(root, "c").asNumber(), is(nullValue()));
    assertThat(value(root, "b").asList(), is(nullValue()));
    assertThat(value(root, "a").asMap(), is(nullValue()));
    var failure = assertThrows(InvalidFileException.class, file::check);
    assertThat(
        failure.problems(),
        contains(
            "rules.yaml:1: must be a mapping of names to values, not a list",
            "rules.yaml:2: must be a list, not a mapping",
            "rules.yaml:3: must be a number, not 'x'",
            "rules.yaml:4: must be a text, not empty"));
  }

  @Test
  void reportsAnUnknownNameWithTheOneThatWasMeant() {
    var file = YamlFile.parse("m.yaml", "fields:\n  amout: 1\n  zzz: 2\n");
    var root = Objects.requireNonNull(file.root().asMap());
    var fields = Objects.requireNonNull(value(root, "fields").asMap());
    fields.allowOnly("field", List.of("amount", "country"));
    assertThat(
        assertThrows(InvalidFileException.class, file::check).problems(),
        contains(
            "m.yaml:2: unknown field 'amout'; did you mean 'amount'?",
            "m.yaml:3: unknown field 'zzz'; there are amount, country"));
  }

  @Test
  void refusesANameThatStandsTwice() {
    assertThat(problem("a: 1\nb: 2\na: 3\n"), is("f.yaml:3: 'a' stands twice"));
  }

  @Test
  void refusesNamesThatAreNoNames() {
    assertThat(problem("? [1, 2]\n: 3\n"), is("f.yaml:1: must be a name, not a list"));
    assertThat(problem("a: 1\n'': 2\n"), is("f.yaml:2: a name is empty"));
  }

  @Test
  void refusesTags() {
    var file = YamlFile.parse("f.yaml", "a: 1\nb: !secret [x]\nc: !secret x\n");
    var root = Objects.requireNonNull(file.root().asMap());
    assertThat(value(root, "b").asList(), is(nullValue()));
    assertThat(value(root, "c").asText(), is(nullValue()));
    assertThat(
        assertThrows(InvalidFileException.class, file::check).problems(),
        contains("f.yaml:2: tags are not understood", "f.yaml:3: tags are not understood"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\nb: [1\n",
        "a: 1\nb: c: d\n",
        "a: 1\nb: *unknown\n",
        "a: 1\nb: \u0007\n",
        "a: 1\n---\nb: 2\n",
        "a: 1\nb: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        "a: &a {x: 1}\nb: {y: *a, z: *a}\n",
        "&a [*a]\n",
        "a: !!javax.script.ScriptEngineManager [x]\n",
        ""
      })
  void refusesWhatIsNoPlainYaml(String text) {
    var failure = assertThrows(InvalidFileException.class, () -> YamlFile.parse("f.yaml", text));
    assertThat(failure.getMessage(), startsWith("f.yaml:"));
    assertThat(failure.problems().size(), is(1));
  }

  @Test
  void namesTheLineThatIsNoYaml() {
    var failure =
        assertThrows(
            InvalidFileException.class, () -> YamlFile.parse("f.yaml", "a: 1\nb: \u0007\n"));
    assertThat(failure.getMessage(), startsWith("f.yaml:2: not YAML"));
  }

  @Test
  void namesAFileThatIsNotThere(@TempDir Path directory) {
    var path = directory.resolve("none.yaml");
    var failure = assertThrows(UnusableFileException.class, () -> YamlFile.read(path));
    assertThat(failure.getMessage(), equalTo(path + ": no such file"));
  }

  @Test
  void namesAFileThatIsNoText(@TempDir Path directory) throws IOException {
    var path = Files.write(directory.resolve("b.yaml"), new byte[] {(byte) 0xff, 'a'});
    var failure = assertThrows(UnusableFileException.class, () -> YamlFile.read(path));
    assertThat(failure.getMessage(), equalTo(path + ": is no text in UTF-8"));
  }

  private static String problem(String text) {
    var file = YamlFile.parse("f.yaml", text);
    file.root().asMap();
    return String.valueOf(assertThrows(InvalidFileException.class, file::check).getMessage());
  }

  private static YamlMap map(String text) {
    return Objects.requireNonNull(YamlFile.parse("f.yaml", text).root().asMap());
  }

  private static YamlValue value(YamlMap map, String name) {
    return Objects.requireNonNull(map.get(name));
  }
}
