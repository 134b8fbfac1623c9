package io.vigil.local.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides the card in the bytes of a record, which need not be good JSON. */
final class Masking {

  private static final Pattern CARD = Pattern.compile("(\"card_id\"\\s*:\\s*\"?)([^\",}]*)");
  private static final int SHOWN = 2;

  private Masking() {}

  /** The bytes as text, with all of a card's id but its last two characters as dots. */
  static String ofCards(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    return CARD.matcher(text)
        .replaceAll(it -> Matcher.quoteReplacement(it.group(1) + ofCard(it.group(2))));
  }

  /** The key of a dimension, which may be a card. */
  static String ofKey(String dimension, String key) {
    return dimension.equals("card") ? ofCard(key) : key;
  }

  /** A long text in lines of at most so many characters. */
  static List<String> wrapped(String text, int width) {
    var lines = new ArrayList<String>();
    for (int from = 0; from < text.length(); from += width) {
      lines.add(text.substring(from, Math.min(text.length(), from + width)));
    }
    return lines;
  }

  /** All of a card's id but its last two characters as dots. */
  static String ofCard(String card) {
    int hidden = card.length() > 2 * SHOWN ? card.length() - SHOWN : card.length();
    return "•".repeat(hidden) + card.substring(hidden);
  }
}
