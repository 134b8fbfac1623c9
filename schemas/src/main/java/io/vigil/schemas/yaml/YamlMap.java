package io.vigil.schemas.yaml;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The named values of a mapping, in their order. A name that stands twice has been reported. */
public final class YamlMap {

  private record Entry(YamlValue key, YamlValue value) {}

  private final YamlValue whole;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  YamlMap(YamlValue whole) {
    this.whole = whole;
  }

  void add(YamlValue key, YamlValue value) {
    var name = key.asKey();
    if (name == null) {
      return;
    }
    if (name.isEmpty()) {
      key.problem("a name is empty");
    } else if (entries.putIfAbsent(name, new Entry(key, value)) != null) {
      key.problem("'" + name + "' stands twice");
    }
  }

  /** The mapping itself, for its line. */
  public YamlValue whole() {
    return whole;
  }

  public Set<String> names() {
    return entries.keySet();
  }

  /** The value of that name; null if the mapping does not have it. */
  public @Nullable YamlValue get(String name) {
    var entry = entries.get(name);
    return entry == null ? null : entry.value();
  }

  /** The name as it stands in the file, for its line. */
  public YamlValue key(String name) {
    var entry = entries.get(name);
    return entry == null ? whole : entry.key();
  }

  /**
   * Reports every name that is not among the known ones, with the one that was probably meant.
   *
   * @param what what the names stand for, in the message
   */
  public void allowOnly(String what, Collection<String> known) {
    for (var name : names()) {
      if (!known.contains(name)) {
        key(name)
            .problem("unknown " + what + " '" + name + "'" + NearestName.hintOrAll(name, known));
      }
    }
  }
}
