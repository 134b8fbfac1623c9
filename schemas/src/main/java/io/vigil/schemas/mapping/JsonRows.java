package io.vigil.schemas.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.Utf8;
import io.vigil.schemas.json.ForeignJson;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in JSON: an object whose keys are the columns. Numbers are taken exactly. */
final class JsonRows implements RowReader {

  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 1_000;

  private static final JsonFactory JSON =
      ForeignJson.parsers()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final ColumnTree wanted;

  JsonRows(List<String> columns) {
    this.wanted = ColumnTree.of(columns);
  }

  @Override
  public void read(RawRecord record, Row into) throws Rejection {
    // From bytes, Jackson would guess at UTF-16 and UTF-32 too.
    var text = Utf8.decode(record.bytes());
    try (var parser = JSON.createParser(text)) {
      var first = parser.nextToken();
      if (first == null) {
        throw new Rejection(Reason.TRUNCATED_JSON, "the record is empty");
      }
      value(parser, first, wanted, into, 1);
      if (parser.nextToken() != null) {
        throw new Rejection(Reason.MALFORMED_JSON, "more than one JSON value");
      }
      if (first != JsonToken.START_OBJECT) {
        throw new Rejection(Reason.WRONG_TYPE, "the record is no JSON object");
      }
    } catch (JsonEOFException e) {
      throw new Rejection(Reason.TRUNCATED_JSON, "the end is missing");
    } catch (JsonParseException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new Rejection(Reason.MALFORMED_JSON, "no JSON");
    }
  }

  @Override
  public @Nullable List<String> columns(@Nullable String schema) {
    return null;
  }

  private static void value(
      JsonParser parser, JsonToken token, @Nullable ColumnTree place, Row into, int depth)
      throws IOException, Rejection {
    if (depth > DEEPEST && token.isStructStart()) {
      throw new Rejection(
          Reason.NESTING_TOO_DEEP, "more than " + DEEPEST + " objects and lists within each other");
    }
    switch (token) {
      case START_OBJECT -> {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var child = place == null ? null : place.child(parser.currentName());
          value(parser, parser.nextToken(), child, into, depth + 1);
        }
      }
      case START_ARRAY -> {
        for (var item = parser.nextToken();
            item != JsonToken.END_ARRAY;
            item = parser.nextToken()) {
          value(parser, item, null, into, depth + 1);
        }
      }
      default -> {}
    }
    if (place != null) {
      place.put(single(parser, token), into);
    }
  }

  private static @Nullable Object single(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      default -> Unusable.NESTED;
    };
  }

  private static Object number(JsonParser parser) throws IOException {
    if (parser.getTextLength() > LONGEST_NUMBER) {
      return Unusable.TOO_LONG;
    }
    if (parser.isNaN()) {
      return Unusable.NOT_FINITE;
    }
    try {
      return parser.getDecimalValue();
    } catch (JsonParseException | NumberFormatException e) {
      // The form is right, so the exponent is beyond 32 bits.
      return Unusable.TOO_LONG;
    }
  }

  private static Rejection malformed(JsonParseException e) {
    var problem = String.valueOf(e.getOriginalMessage());
    // Jackson has no type of its own for this one. The key may be anything, so it is not quoted.
    return problem.startsWith("Duplicate field")
        ? new Rejection(Reason.DUPLICATE_KEY, "a key stands twice in one object")
        : new Rejection(
            Reason.MALFORMED_JSON, "no JSON from character " + e.getLocation().getCharOffset());
  }
}
