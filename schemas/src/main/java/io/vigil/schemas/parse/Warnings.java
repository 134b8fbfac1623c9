package io.vigil.schemas.parse;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what was taken although something in it was not understood, by all parsers of this JVM. A
 * step that is tried again counts again: it serves the eye, and what must be true is in the data.
 */
public final class Warnings {

  private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);
  private static final AtomicLong UNKNOWN_COUNTRIES = new AtomicLong();
  private static final AtomicLong UNUSABLE_ISSUERS = new AtomicLong();

  private static final AtomicLong AMBIGUOUS_NUMBERS = new AtomicLong();

  private Warnings() {}

  /** How many transactions named a country that nobody knows; theirs was left out. */
  public static long unknownCountries() {
    return UNKNOWN_COUNTRIES.get();
  }

  /** Counts one, and logs the 1st, the 10th, the 100th and so on. */
  static void countUnknownCountry() {
    long count = UNKNOWN_COUNTRIES.incrementAndGet();
    if (isPowerOfTen(count)) {
      LOG.warn("{} transactions named a country that ISO 3166-1 does not have: left out", count);
    }
  }

  /** How many transactions had an issuer that is none; theirs was left out. */
  public static long unusableIssuers() {
    return UNUSABLE_ISSUERS.get();
  }

  /** Counts one, and logs the 1st, the 10th, the 100th and so on. */
  static void countUnusableIssuer() {
    long count = UNUSABLE_ISSUERS.incrementAndGet();
    if (isPowerOfTen(count)) {
      LOG.warn("{} transactions had an issuer of more than 8 digits, or too few: left out", count);
    }
  }

  /** How many transactions have an amount such as {@code 1.000}, of which not all means 1. */
  public static long ambiguousNumbers() {
    return AMBIGUOUS_NUMBERS.get();
  }

  /** Counts one, and logs the 1st, the 10th, the 100th and so on. */
  static void countAmbiguousNumber() {
    long count = AMBIGUOUS_NUMBERS.incrementAndGet();
    if (isPowerOfTen(count)) {
      LOG.warn(
          "{} transactions have an amount like 1.000, taken for 1: if it is a thousand, say 'number' in the mapping",
          count);
    }
  }

  private static boolean isPowerOfTen(long count) {
    long rest = count;
    while (rest % 10 == 0) {
      rest /= 10;
    }
    return rest == 1;
  }
}
