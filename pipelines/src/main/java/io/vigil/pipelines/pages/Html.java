package io.vigil.pipelines.pages;

import io.vigil.schemas.VisibleText;
import java.util.Locale;

/** Text for a page: nothing in it can become markup, and no card can be read from it. */
public final class Html {

  private static final String CARD = "card";
  private static final int SHOWN = 2;

  private Html() {}

  /** The text as it is, in one line; characters that would not be seen become visible. */
  public static String escaped(String text) {
    return VisibleText.line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** The key with its dimension, escaped; of a card all but its last two characters as dots. */
  public static String key(String dimension, String key) {
    var name = dimension.toLowerCase(Locale.ROOT);
    return escaped(name + " ") + (name.equals(CARD) ? masked(key) : escaped(key));
  }

  private static String masked(String card) {
    int hidden = card.length() > 2 * SHOWN ? card.length() - SHOWN : card.length();
    return "•".repeat(hidden) + escaped(card.substring(hidden));
  }

  /** A table: its first column to the left, figures to the right. */
  public static String table(TextTable table) {
    var html = new StringBuilder("<div class=\"wide\"><table><thead><tr>");
    table.header().forEach(it -> html.append("<th>").append(escaped(it)).append("</th>"));
    html.append("</tr></thead><tbody>\n");
    for (var row : table.body()) {
      html.append("<tr>");
      row.forEach(it -> html.append("<td>").append(escaped(it)).append("</td>"));
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  /** A whole page around its body. It may load nothing, from nowhere. */
  public static String page(String title, String body) {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title><style>
    %s</style></head><body><main>
    %s</main></body></html>
    """
        .formatted(escaped(title), Style.CSS, body);
  }
}
