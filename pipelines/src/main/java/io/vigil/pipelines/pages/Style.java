package io.vigil.pipelines.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** How pages look: on a screen, light or dark, wide or narrow, and on paper. */
final class Style {

  static final String CSS = read();

  private Style() {}

  private static String read() {
    try (var resource = Style.class.getResourceAsStream("page.css")) {
      if (resource == null) {
        throw new IllegalStateException("page.css is not there");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
