package io.vigil.transforms.signals;

import io.vigil.schemas.fields.MinorUnits;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A sum of money in each of some currencies, in minor units, each held at the ends of 64 bits if it
 * would not fit. Immutable.
 *
 * <p>Sums are of amounts of one sign, so that holding them at an end does not depend on the order.
 */
public record Money(SortedMap<String, Long> byCurrency) {

  private static final Money NONE = new Money(new TreeMap<>());

  public Money {
    byCurrency = Collections.unmodifiableSortedMap(byCurrency);
  }

  public static Money none() {
    return NONE;
  }

  public static Money of(String currency, long minorUnits) {
    var one = new TreeMap<String, Long>();
    one.put(currency, minorUnits);
    return new Money(one);
  }

  public Money plus(Money other) {
    if (other.byCurrency.isEmpty()) {
      return this;
    }
    if (byCurrency.isEmpty()) {
      return other;
    }
    var sum = new TreeMap<>(byCurrency);
    other.byCurrency.forEach((currency, amount) -> sum.merge(currency, amount, Money::held));
    return new Money(sum);
  }

  private static long held(long left, long right) {
    long sum = left + right;
    boolean isOver = ((left ^ sum) & (right ^ sum)) < 0;
    if (!isOver) {
      return sum;
    }
    return left < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** In the order of the currencies: {@code EUR 123.45, JPY 5000}. */
  @Override
  public String toString() {
    return byCurrency.entrySet().stream()
        .map(
            it ->
                it.getKey()
                    + " "
                    + MinorUnits.toDecimal(it.getValue(), it.getKey()).toPlainString())
        .collect(Collectors.joining(", "));
  }
}
