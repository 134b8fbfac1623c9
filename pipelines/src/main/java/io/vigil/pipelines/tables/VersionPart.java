package io.vigil.pipelines.tables;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/**
 * One of the values by which versions are compared: a column, or the sum of several columns of
 * whole numbers. A sum has as many digits as it needs.
 */
public record VersionPart(List<String> columns) implements Serializable {

  static VersionPart of(String... columns) {
    return new VersionPart(List.of(columns));
  }

  int compare(GenericRecord first, GenericRecord second) {
    if (columns.size() > 1) {
      return sum(first).compareTo(sum(second));
    }
    var one = first.get(columns.get(0));
    var other = second.get(columns.get(0));
    if (one instanceof Long number) {
      return number.compareTo((Long) other);
    }
    return ((Boolean) one).compareTo((Boolean) other);
  }

  private BigInteger sum(GenericRecord row) {
    return columns.stream()
        .map(column -> BigInteger.valueOf((Long) row.get(column)))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
