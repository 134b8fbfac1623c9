package io.vigil.transforms.screen;

import io.vigil.schemas.fields.MinorUnits;
import java.io.Serializable;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An amount for each of some currencies, in minor units. Immutable. */
final class Limits implements Serializable {

  private static final long serialVersionUID = 1;

  private final TreeMap<String, Long> minorUnits;

  Limits(TreeMap<String, Long> minorUnits) {
    this.minorUnits = new TreeMap<>(minorUnits);
  }

  /** The limit in that currency; null if there is none. */
  @Nullable Long of(String currency) {
    return minorUnits.get(currency);
  }

  /** In the order of the currencies: {@code EUR 1.00, GBP 1.00}. */
  @Override
  public String toString() {
    return minorUnits.entrySet().stream()
        .map(
            it ->
                it.getKey()
                    + " "
                    + MinorUnits.toDecimal(it.getValue(), it.getKey()).toPlainString())
        .collect(Collectors.joining(", "));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Limits that && minorUnits.equals(that.minorUnits);
  }

  @Override
  public int hashCode() {
    return minorUnits.hashCode();
  }
}
