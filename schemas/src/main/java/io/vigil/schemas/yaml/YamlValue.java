package io.vigil.schemas.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a YAML file, and where it stands. The methods {@code asX()} give null after they have
 * reported to the file that the value is no X.
 */
public final class YamlValue {

  private final YamlFile file;
  private final Node node;

  YamlValue(YamlFile file, Node node) {
    this.file = file;
    this.node = node;
  }

  /** The line where the value begins, from 1. */
  public int line() {
    return node.getStartMark().getLine() + 1;
  }

  /** Reports that something is wrong with this value. */
  public void problem(String text) {
    file.problem(line(), text);
  }

  /** Whether it is written {@code null} or {@code ~}, or not at all. */
  public boolean isNull() {
    return node.getTag().equals(Tag.NULL);
  }

  /** A single value exactly as it is written: {@code NO} is the text NO, not false. */
  public @Nullable String asText() {
    if (node instanceof ScalarNode scalar && !isNull() && isPlain()) {
      return scalar.getValue();
    }
    return wrong("a text");
  }

  public @Nullable BigDecimal asNumber() {
    boolean isNumber = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
    if (node instanceof ScalarNode scalar && isNumber) {
      try {
        return new BigDecimal(scalar.getValue());
      } catch (NumberFormatException e) {
        return wrong("a decimal number");
      }
    }
    return wrong("a number");
  }

  public @Nullable List<YamlValue> asList() {
    if (!(node instanceof SequenceNode sequence) || !isPlain()) {
      return wrong("a list");
    }
    var values = new ArrayList<YamlValue>();
    for (var item : sequence.getValue()) {
      values.add(new YamlValue(file, item));
    }
    return values;
  }

  public @Nullable YamlMap asMap() {
    if (!(node instanceof MappingNode mapping) || !isPlain()) {
      return wrong("a mapping of names to values");
    }
    var map = new YamlMap(this);
    for (var entry : mapping.getValue()) {
      map.add(new YamlValue(file, entry.getKeyNode()), new YamlValue(file, entry.getValueNode()));
    }
    return map;
  }

  /** A name: a single value as it is written, whatever YAML would make of it. */
  @Nullable String asKey() {
    return node instanceof ScalarNode scalar && isPlain() ? scalar.getValue() : wrong("a name");
  }

  private boolean isPlain() {
    return !node.getTag().isCustomGlobal() && !node.getTag().getValue().startsWith("!");
  }

  private <T> @Nullable T wrong(String expected) {
    problem(isPlain() ? "must be " + expected + ", not " + kind() : "tags are not understood");
    return null;
  }

  private String kind() {
    if (isNull()) {
      return "empty";
    }
    return switch (node.getNodeId()) {
      case mapping -> "a mapping";
      case sequence -> "a list";
      default -> "'" + ((ScalarNode) node).getValue() + "'";
    };
  }
}
