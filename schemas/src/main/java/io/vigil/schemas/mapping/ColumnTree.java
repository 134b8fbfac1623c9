package io.vigil.schemas.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row by their way into nested records: {@code payment.amount} is the amount
 * within the payment. Where a name itself has a dot and both exist, the name wins.
 */
final class ColumnTree {

  private static final int NO_SLOT = -1;

  private final Map<String, ColumnTree> children = new HashMap<>();
  private int slot = NO_SLOT;
  private boolean isNested;

  static ColumnTree of(List<String> columns) {
    var root = new ColumnTree();
    for (int slot = 0; slot < columns.size(); slot++) {
      var node = root;
      for (var part : columns.get(slot).split("\\.", -1)) {
        node = node.children.computeIfAbsent(part, it -> new ColumnTree());
      }
      node.slot = slot;
      node.isNested = true;
    }
    for (int slot = 0; slot < columns.size(); slot++) {
      var node = root.children.computeIfAbsent(columns.get(slot), it -> new ColumnTree());
      node.slot = slot;
      node.isNested = false;
    }
    return root;
  }

  /** What is wanted below a key; null if nothing is. */
  @Nullable ColumnTree child(String key) {
    return children.get(key);
  }

  boolean hasChildren() {
    return !children.isEmpty();
  }

  /** Hands the value that stands here to the row, if it is wanted. */
  void put(@Nullable Object value, Row into) {
    if (slot != NO_SLOT && !(isNested && into.get(slot) != null)) {
      into.set(slot, value);
    }
  }
}
