package io.vigil.schemas.json;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.FieldReader;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import io.vigil.schemas.fields.Utf8;
import io.vigil.schemas.json.JsonScanner.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the canonical JSON: one object whose keys are the names of the {@linkplain Field fields},
 * in any order. Texts and the time are strings, numbers are numbers or strings. Other keys are
 * ignored, and null is as good as absent; but the whole text must be JSON, and no key may stand
 * twice.
 */
public final class JsonFields implements FieldReader {

  private final JsonScanner scanner = new JsonScanner();
  private final Keys keys = new Keys();

  @Override
  public void read(RawRecord record, TransactionBuilder into) throws Rejection {
    Utf8.check(record.bytes());
    scanner.start(record.bytes());
    if (!scanner.startObject()) {
      scanner.skipValue(0);
      scanner.expectEnd();
      throw new Rejection(Reason.WRONG_TYPE, "the record is no JSON object");
    }
    keys.clear();
    while (scanner.nextKey(keys.guess())) {
      var field =
          scanner.isGuess() ? keys.takeGuess() : keys.take(scanner.chars(), scanner.length());
      if (field == null) {
        scanner.skipValue(1);
      } else {
        value(field, into);
      }
    }
    scanner.expectEnd();
  }

  @Override
  public List<String> problems(Encoding encoding, @Nullable String schema) {
    return List.of();
  }

  private void value(Field field, TransactionBuilder into) throws Rejection {
    var kind = scanner.nextValue();
    switch (kind) {
      case NULL -> {}
      case STRING -> into.text(field, scanner.chars(), 0, scanner.length());
      case NUMBER -> {
        if (field != Field.AMOUNT && field != Field.RISK_SCORE) {
          throw wrongType(field, kind);
        }
        into.text(field, scanner.chars(), 0, scanner.length());
      }
      case BOOLEAN, OBJECT, ARRAY -> throw wrongType(field, kind);
    }
  }

  private static Rejection wrongType(Field field, Kind kind) {
    var problem =
        field == Field.EVENT_TIME && kind == Kind.NUMBER
            ? "must be a string in ISO 8601; a time since the epoch needs a mapping with its unit"
            : "must be no " + kind.name().toLowerCase(Locale.ROOT);
    return Rejection.of(field, Reason.WRONG_TYPE, problem);
  }

  /**
   * The keys of one object: finds their fields, and that none stands twice. Guesses that the fields
   * stand in the order in which Vigil writes them.
   */
  private static final class Keys {

    private static final Field[] FIELDS = Field.values();
    private static final char[][] NAMES =
        Arrays.stream(FIELDS).map(it -> it.fieldName().toCharArray()).toArray(char[][]::new);
    private static final byte[][] GUESSES =
        Arrays.stream(FIELDS)
            .map(it -> (it.fieldName() + '"').getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private int guess;
    private int known;
    private @Nullable Set<String> unknown;

    void clear() {
      guess = 0;
      known = 0;
      unknown = null;
    }

    byte[] guess() {
      return GUESSES[guess];
    }

    Field takeGuess() throws Rejection {
      return take(guess);
    }

    /** The field of the key; null if it has none. */
    @Nullable Field take(char[] chars, int length) throws Rejection {
      for (int ordinal = 0; ordinal < NAMES.length; ordinal++) {
        if (Arrays.equals(NAMES[ordinal], 0, NAMES[ordinal].length, chars, 0, length)) {
          return take(ordinal);
        }
      }
      if (unknown == null) {
        unknown = new HashSet<>();
      }
      if (!unknown.add(new String(chars, 0, length))) {
        throw new Rejection(Reason.DUPLICATE_KEY, "a key that names no field stands twice");
      }
      return null;
    }

    private Field take(int ordinal) throws Rejection {
      if ((known & 1 << ordinal) != 0) {
        throw Rejection.of(FIELDS[ordinal], Reason.DUPLICATE_KEY, "stands twice");
      }
      known |= 1 << ordinal;
      guess = ordinal + 1 < FIELDS.length ? ordinal + 1 : 0;
      return FIELDS[ordinal];
    }
  }
}
