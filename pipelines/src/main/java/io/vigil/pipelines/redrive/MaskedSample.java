package io.vigil.pipelines.redrive;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Shows the form of a record and none of its values: a card's number may stand in any field of a
 * record that was not understood. Digits become 9 and letters x; the keys of JSON stay, if they
 * have no digits.
 */
final class MaskedSample {

  private static final int MOST_CHARACTERS = 160;
  private static final Pattern KEY = Pattern.compile("\\G\"([A-Za-z_.-]{1,40})\"\\s*:");

  private MaskedSample() {}

  static String of(DeadLetter letter) {
    if (letter.isEncrypted()) {
      return letter.bytes().length + " bytes, encrypted";
    }
    if (letter.encoding() == Encoding.AVRO) {
      return letter.bytes().length + " bytes of Avro";
    }
    var text = new String(letter.bytes(), StandardCharsets.UTF_8);
    var shown = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
    var masked = new StringBuilder(shown.length() + 1);
    var key = KEY.matcher(shown);
    for (int at = 0; at < shown.length(); at++) {
      if (letter.encoding() == Encoding.JSON && key.find(at)) {
        masked.append(key.group());
        at = key.end() - 1;
      } else {
        masked.append(masked(shown.charAt(at)));
      }
    }
    return shown.length() < text.length() ? masked.append('…').toString() : masked.toString();
  }

  private static char masked(char character) {
    if (Character.isDigit(character)) {
      return '9';
    }
    if (Character.isLetter(character) || Character.isSurrogate(character)) {
      return 'x';
    }
    return Character.isISOControl(character) ? ' ' : character;
  }
}
