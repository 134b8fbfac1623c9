package io.vigil.pipelines.redrive;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.fields.CardNumbers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Shows the form of a record and none of its values: a card's number may stand in any field of a
 * record that was not understood. Digits become # and letters x; the keys of JSON stay, if they
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
    if (letter.encoding() == Encoding.AVRO || letter.encoding() == Encoding.CONFLUENT) {
      return letter.bytes().length + " bytes of Avro";
    }
    var text = new String(letter.bytes(), StandardCharsets.UTF_8);
    var shown = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
    var masked = new StringBuilder(CardNumbers.form(shown));
    var key = KEY.matcher(shown);
    for (int at = 0; letter.encoding() == Encoding.JSON && at < shown.length(); at++) {
      if (key.find(at)) {
        masked.replace(at, key.end(), key.group());
        at = key.end() - 1;
      }
    }
    return shown.length() < text.length() ? masked.append('…').toString() : masked.toString();
  }
}
