package io.vigil.schemas.mapping;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What abbreviations of zones mean, as {@code BST}: each is one offset, in summer and in winter.
 * The table is Vigil's own, so that the verdict on a record is the same on every JDK.
 */
final class ZoneAbbreviations {

  private static final String TABLE = "zone-abbreviations.csv";

  /** Of a zone that has moved, its offsets at that time count. */
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * One meaning of an abbreviation.
   *
   * @param isSummer whether it names summer time
   */
  private record Meaning(ZoneOffset offset, boolean isSummer) {

    boolean isUsedIn(ZoneId zone) {
      var rules = zone.getRules();
      var standard = rules.getStandardOffset(NOW);
      if (!isSummer) {
        return offset.equals(standard);
      }
      var change = rules.nextTransition(NOW);
      return change != null
          && !offset.equals(standard)
          && (offset.equals(change.getOffsetAfter()) || offset.equals(change.getOffsetBefore()));
    }
  }

  private static final Map<String, List<Meaning>> ALL = read();

  private ZoneAbbreviations() {}

  /**
   * The abbreviations that have one meaning: anywhere, or in the zone.
   *
   * @param zone of the data; null if it is not known
   */
  static Map<String, ZoneOffset> of(@Nullable ZoneId zone) {
    var known = new TreeMap<String, ZoneOffset>();
    ALL.forEach(
        (name, meanings) -> {
          var local = meanings.stream().filter(it -> zone != null && it.isUsedIn(zone)).toList();
          if (local.size() == 1) {
            known.put(name, local.get(0).offset());
          } else if (meanings.size() == 1) {
            known.put(name, meanings.get(0).offset());
          }
        });
    return known;
  }

  /** Whether it means one thing here and another there. */
  static boolean isAmbiguous(String name) {
    return ALL.getOrDefault(name, List.of()).size() > 1;
  }

  private static Map<String, List<Meaning>> read() {
    var table = new TreeMap<String, List<Meaning>>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(ZoneAbbreviations.class.getResourceAsStream(TABLE), TABLE),
                StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          var parts = line.split(",");
          table
              .computeIfAbsent(parts[0], any -> new ArrayList<>())
              .add(new Meaning(ZoneOffset.of(parts[1]), parts[2].equals("summer")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(TABLE, e);
    }
    return table;
  }
}
