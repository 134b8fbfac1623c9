package io.vigil.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows for browsers, as JSON: times in milliseconds since the epoch, and no card but its last four
 * characters.
 */
final class JsonRows {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String KEY = "key";
  private static final String CARD = "card";
  private static final int SHOWN_OF_CARD = 4;

  private JsonRows() {}

  /** One row, by column. */
  static Map<String, Object> read(ResultSet row) throws SQLException {
    var columns = row.getMetaData();
    var values = new LinkedHashMap<String, Object>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      values.put(columns.getColumnLabel(i), row.getObject(i));
    }
    if (CARD.equals(values.get("dimension")) && values.get(KEY) instanceof String card) {
      values.put(KEY, masked(card));
    }
    return values;
  }

  /** The rows as an array of objects. */
  static String write(List<Map<String, Object>> rows) {
    var text = new StringWriter();
    try (var json = JSON.createGenerator(text)) {
      json.writeStartArray();
      for (var row : rows) {
        json.writeStartObject();
        for (var column : row.entrySet()) {
          json.writeFieldName(column.getKey());
          write(column.getValue(), json);
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** What may be seen of a card. */
  static String masked(String card) {
    int shown = card.length() > 2 * SHOWN_OF_CARD ? SHOWN_OF_CARD : 0;
    return "…" + card.substring(card.length() - shown);
  }

  private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Timestamp time) {
      json.writeNumber(time.getTime());
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(value.toString());
    }
  }
}
