package io.vigil.pipelines.score;

import io.vigil.pipelines.score.Planted.Key;

/** Text for a page: nothing in it can become markup, and no card can be read from it. */
final class Html {

  private static final int SHOWN = 2;

  private Html() {}

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** The key, escaped; of a card all but its last two characters as dots. */
  static String key(Key key) {
    return escaped(key.dimension() + " ")
        + (key.dimension().equals("card") ? masked(key.key()) : escaped(key.key()));
  }

  private static String masked(String card) {
    int hidden = card.length() > 2 * SHOWN ? card.length() - SHOWN : card.length();
    return "•".repeat(hidden) + escaped(card.substring(hidden));
  }
}
