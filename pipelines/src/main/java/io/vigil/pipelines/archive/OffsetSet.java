package io.vigil.pipelines.archive;

import java.util.TreeMap;

/** A set of offsets that grows. Cheap as long as they come in a few runs. */
final class OffsetSet {

  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

  /** Whether the offset is new. */
  boolean add(long offset) {
    if (contains(offset)) {
      return false;
    }
    addRange(offset, offset);
    return true;
  }

  boolean contains(long offset) {
    var range = lastByFirst.floorEntry(offset);
    return range != null && offset <= range.getValue();
  }

  void addAll(OffsetRanges ranges) {
    for (int i = 0; i < ranges.size(); i++) {
      addRange(ranges.first(i), ranges.last(i));
    }
  }

  private void addRange(long first, long last) {
    long newFirst = first;
    long newLast = last;
    // Swallows every range that overlaps or touches.
    var range = lastByFirst.floorEntry(last + 1);
    while (range != null && range.getValue() >= newFirst - 1) {
      newFirst = Math.min(newFirst, range.getKey());
      newLast = Math.max(newLast, range.getValue());
      lastByFirst.remove(range.getKey());
      range = lastByFirst.floorEntry(newLast + 1);
    }
    lastByFirst.put(newFirst, newLast);
  }

  OffsetRanges toRanges() {
    var bounds = new long[2 * lastByFirst.size()];
    int i = 0;
    for (var range : lastByFirst.entrySet()) {
      bounds[i++] = range.getKey();
      bounds[i++] = range.getValue();
    }
    return new OffsetRanges(bounds);
  }
}
