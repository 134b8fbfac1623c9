package io.vigil.transforms.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The blocks of one source partition that the ledger still works on. Immutable.
 *
 * <p>A source is read in order, so once a later block is being read no more will be read of an
 * earlier one. If that is balanced, too, it is settled, and the page forgets it as soon as it has
 * been written.
 *
 * @param lines by the start of their block
 */
public record Page(SortedMap<Long, Line> lines) {

  public static final Page EMPTY = new Page(new TreeMap<>());

  /**
   * What is known of a block.
   *
   * @param isWritten whether its counts were given out as they are
   */
  public record Line(Counts counts, boolean isWritten) {}

  /** A block's start and its counts. */
  public record Entry(long blockStart, Counts counts) {}

  /** With more counts of a block. */
  public Page plus(long blockStart, Counts more) {
    var changed = new TreeMap<>(lines);
    changed.merge(
        blockStart,
        new Line(more, false),
        (old, added) -> new Line(old.counts().plus(added.counts()), false));
    return new Page(changed);
  }

  /** What has changed since it was last written. */
  public List<Entry> unwritten() {
    var entries = new ArrayList<Entry>();
    lines.forEach(
        (start, line) -> {
          if (!line.isWritten()) {
            entries.add(new Entry(start, line.counts()));
          }
        });
    return entries;
  }

  /** The page when all of it has been written; without what is settled. */
  public Page written() {
    long reading =
        lines.entrySet().stream()
            .filter(it -> it.getValue().counts().read() > 0)
            .mapToLong(it -> it.getKey())
            .max()
            .orElse(Long.MIN_VALUE);
    var left = new TreeMap<Long, Line>();
    lines.forEach(
        (start, line) -> {
          if (start >= reading || !line.counts().isBalanced()) {
            left.put(start, new Line(line.counts(), true));
          }
        });
    return new Page(left);
  }
}
