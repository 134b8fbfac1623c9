package io.vigil.schemas.fields;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The codes of ISO 4217 and ISO 3166-1 that Vigil knows. They stand in files beside this class,
 * which name their date and source: what becomes of a record must not depend on the JDK, whose
 * tables change from one version to the next.
 */
final class IsoCodes {

  private IsoCodes() {}

  /** How many decimals the amounts of each currency have. */
  static Map<String, Integer> currencies() {
    return lines("currencies.txt").stream()
        .map(line -> Arrays.asList(line.split(" ")))
        .flatMap(line -> line.stream().skip(1).map(code -> Map.entry(code, line.get(0))))
        .collect(Collectors.toMap(Map.Entry::getKey, it -> Integer.valueOf(it.getValue())));
  }

  /** The countries. */
  static Set<String> countries() {
    return lines("countries.txt").stream()
        .map(line -> Arrays.asList(line.split(" ")))
        .flatMap(List::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> lines(String file) {
    try (var in = IsoCodes.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing beside " + IsoCodes.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
