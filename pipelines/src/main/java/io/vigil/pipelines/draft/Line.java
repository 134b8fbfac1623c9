package io.vigil.pipelines.draft;

import java.util.List;

/**
 * What a draft says of a field.
 *
 * @param text its value in YAML
 * @param questions what a person should look at
 */
record Line(String text, List<String> questions) {

  static Line sure(String text) {
    return new Line(text, List.of());
  }

  static Line asking(String text, String question) {
    return new Line(text, List.of(question));
  }
}
