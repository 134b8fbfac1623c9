package io.vigil.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.RawRecord.Damage;
import io.vigil.schemas.Reason;
import io.vigil.schemas.RecordReader;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records out of lists within the objects of a file. They are numbered through the whole
 * file. An object without such a list, or that is no JSON, comes out as it is: what is wrong with
 * it is for the parser to say. An object must be within the limit of a record.
 */
public final class ListedRecords implements RecordReader {

  /** What stands around a list goes into each of its records; more would multiply. */
  private static final int MOST_OUTER = 1 << 16;

  private static final JsonFactory JSON = ForeignJson.parsers().build();

  private final String path;
  private final RecordReader objects;
  private final RecordList list;
  private final Queue<RawRecord> waiting = new ArrayDeque<>();
  private long count;

  public ListedRecords(String path, RecordReader objects, RecordList list) {
    this.path = path;
    this.objects = objects;
    this.list = list;
  }

  @Override
  public @Nullable RawRecord next() throws IOException {
    while (waiting.isEmpty()) {
      var object = objects.next();
      if (object == null) {
        return null;
      }
      if (object.damage() != null || !takeElements(object)) {
        waiting.add(object.withPosition(nextPosition()));
      }
    }
    return waiting.poll();
  }

  /** Whether there is a list; then its elements wait. */
  private boolean takeElements(RawRecord object) {
    String text;
    try {
      text = Utf8.decode(object.bytes());
    } catch (Rejection e) {
      return false;
    }
    var elements = new ArrayDeque<String>();
    int start;
    int end;
    try (var parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT || !goToList(parser)) {
        return false;
      }
      start = offset(parser);
      for (var token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        int from = offset(parser);
        parser.skipChildren();
        // Of a text it has read no more than its beginning.
        parser.finishToken();
        elements.add(text.substring(from, (int) parser.currentLocation().getCharOffset()));
      }
      end = (int) parser.currentLocation().getCharOffset();
      if (!isOnlyList(parser)) {
        return false;
      }
    } catch (IOException e) {
      return false;
    }
    var outer = list.withOuter() ? text.substring(0, start) + "null" + text.substring(end) : null;
    elements.forEach(it -> waiting.add(record(it, outer)));
    return true;
  }

  private boolean goToList(JsonParser parser) throws IOException {
    int found = 0;
    while (found < list.path().size()) {
      if (parser.nextToken() != JsonToken.FIELD_NAME) {
        return false;
      }
      boolean isOnTheWay = parser.currentName().equals(list.path().get(found));
      var value = parser.nextToken();
      if (!isOnTheWay) {
        parser.skipChildren();
      } else if (++found < list.path().size() && value != JsonToken.START_OBJECT) {
        return false;
      }
    }
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  /** Whether what is left has neither another list of that place nor anything behind the object. */
  private boolean isOnlyList(JsonParser parser) throws IOException {
    int within = list.path().size();
    while (within > 0) {
      if (parser.nextToken() == JsonToken.END_OBJECT) {
        within--;
      } else if (parser.currentName().equals(list.path().get(within - 1))) {
        return false;
      } else {
        parser.nextToken();
        parser.skipChildren();
      }
    }
    return parser.nextToken() == null;
  }

  private RawRecord record(String element, @Nullable String outer) {
    if (outer != null && outer.length() > MOST_OUTER) {
      var problem =
          String.format(
              Locale.ROOT,
              "%,d characters stand around the list; the limit is %,d",
              outer.length(),
              MOST_OUTER);
      return new RawRecord(
          nextPosition(),
          Encoding.JSON,
          null,
          bytes(element),
          new Damage(Reason.RECORD_TOO_LARGE, problem));
    }
    return RawRecord.json(nextPosition(), bytes(outer == null ? element : with(outer, element)));
  }

  private static String with(String outer, String element) {
    if (element.charAt(0) != '{') {
      return element;
    }
    var rest = element.substring(1).stripLeading();
    return "{\"" + RecordList.OUTER + "\":" + outer + (rest.startsWith("}") ? "" : ",") + rest;
  }

  private SourcePosition nextPosition() {
    return SourcePosition.inFile(path, ++count);
  }

  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable String schema() {
    return objects.schema();
  }

  @Override
  public long line() {
    return objects.line();
  }

  @Override
  public long bytesRead() {
    return objects.bytesRead();
  }

  @Override
  public void close() throws IOException {
    objects.close();
  }
}
