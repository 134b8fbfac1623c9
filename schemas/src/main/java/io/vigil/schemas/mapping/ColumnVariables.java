package io.vigil.schemas.mapping;

import com.ezylang.evalex.data.DataAccessorIfc;
import com.ezylang.evalex.data.EvaluationValue;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.TopicMetadata;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives an expression the columns of a row as its variables, and nothing else. */
final class ColumnVariables implements DataAccessorIfc {

  /** Names the record by its content. */
  private static final String ROW_HASH = "row_hash";

  /** The record's number in its file, or its offset in its partition. */
  private static final String RECORD_NUMBER = "record_number";

  /** The name of the record's file, without its folders; or topic and partition. */
  private static final String FILE_NAME = "file_name";

  /** The key of a record of a topic. */
  private static final String KAFKA_KEY = "kafka_key";

  /** The time of a record of a topic, in milliseconds since the epoch. */
  private static final String KAFKA_TIMESTAMP = "kafka_timestamp";

  /** The variables that a topic alone has. */
  static final Set<String> OF_TOPIC = Set.of(KAFKA_KEY, KAFKA_TIMESTAMP);

  /** The variables that are no columns. */
  static final Set<String> OF_RECORD =
      Set.of(ROW_HASH, RECORD_NUMBER, FILE_NAME, KAFKA_KEY, KAFKA_TIMESTAMP);

  private final Row row;
  private final NumberFormat numbers;

  /**
   * @param numbers how numbers are written in texts
   */
  ColumnVariables(Row row, NumberFormat numbers) {
    this.row = row;
    this.numbers = numbers;
  }

  @Override
  public EvaluationValue getData(String name) {
    return switch (name) {
      case ROW_HASH -> EvaluationValue.stringValue(row.hash());
      case RECORD_NUMBER ->
          EvaluationValue.numberValue(BigDecimal.valueOf(row.position().offset()));
      case FILE_NAME -> EvaluationValue.stringValue(fileName(row.position()));
      case KAFKA_KEY -> ofTopic(name, TopicMetadata::key);
      case KAFKA_TIMESTAMP -> {
        var metadata = ofTopic();
        yield metadata == null
            ? EvaluationValue.NULL_VALUE
            : EvaluationValue.numberValue(BigDecimal.valueOf(metadata.timestamp()));
      }
      default -> column(name);
    };
  }

  /** The header of that name of a record of a topic. */
  EvaluationValue kafkaHeader(String name) {
    return ofTopic("header '" + name + "'", metadata -> metadata.headers().get(name));
  }

  /** The value of a folder like {@code name=value} in the path of the record's file. */
  EvaluationValue partition(String name) {
    var path = row.position().source();
    var prefix = '/' + name + '=';
    int at = path.lastIndexOf(prefix);
    int end = at < 0 ? -1 : path.indexOf('/', at + prefix.length());
    return end < 0
        ? EvaluationValue.NULL_VALUE
        : text(name, decoded(path.substring(at + prefix.length(), end)));
  }

  /** As Hive and Spark write values that do not fit into the name of a folder: %3A is a colon. */
  private static String decoded(String value) {
    try {
      return value.indexOf('%') < 0
          ? value
          : URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  /**
   * What the topic keeps beside the record; null if it came from a file. A dead letter of a run
   * that did not keep it has lost it, which is something else than to have had none.
   */
  private @Nullable TopicMetadata ofTopic() {
    var metadata = row.metadata();
    if (metadata == null && row.position().partition() != SourcePosition.NO_PARTITION) {
      throw new EvaluationFailure(
          Reason.EXPRESSION_FAILED, "what the topic kept beside this record is not here");
    }
    return metadata;
  }

  private EvaluationValue ofTopic(
      String name, java.util.function.Function<TopicMetadata, @Nullable String> part) {
    var metadata = ofTopic();
    var text = metadata == null ? null : part.apply(metadata);
    return text == null || text.isBlank() ? EvaluationValue.NULL_VALUE : text(name, text);
  }

  private static String fileName(SourcePosition position) {
    var source = position.source();
    return position.partition() == SourcePosition.NO_PARTITION
        ? source.substring(source.lastIndexOf('/') + 1)
        : source + "-" + position.partition();
  }

  /** The number that a text of these data stands for. */
  BigDecimal number(String text) throws Rejection {
    if (numbers.isAmbiguous(text)) {
      row.ambiguousNumber();
    }
    return numbers.parse(Field.AMOUNT, text);
  }

  EvaluationValue column(String name) {
    var value = row.get(row.slot(name));
    if (value == null) {
      return EvaluationValue.NULL_VALUE;
    }
    if (value instanceof String text) {
      return text(name, text);
    }
    if (value instanceof BigDecimal number) {
      if (Math.abs((long) number.scale()) > Values.MOST_DECIMALS) {
        throw new EvaluationFailure(
            Reason.EXPRESSION_FAILED,
            "column '" + name + "': a number too large or too small to work with");
      }
      return EvaluationValue.numberValue(number);
    }
    if (value instanceof Boolean truth) {
      return EvaluationValue.booleanValue(truth);
    }
    if (value instanceof Unusable unusable) {
      throw new EvaluationFailure(
          unusable.reason(), "column '" + name + "': " + unusable.problem());
    }
    // A time: its ISO 8601 form.
    return text(name, value.toString());
  }

  private static EvaluationValue text(String name, String text) {
    if (text.length() > Values.LONGEST_TEXT) {
      throw new EvaluationFailure(
          Reason.EXPRESSION_FAILED,
          "column '" + name + "': more than " + Values.LONGEST_TEXT + " characters");
    }
    return EvaluationValue.stringValue(text);
  }

  @Override
  public void setData(String name, @Nullable EvaluationValue value) {
    throw new UnsupportedOperationException("an expression assigns nothing");
  }
}
