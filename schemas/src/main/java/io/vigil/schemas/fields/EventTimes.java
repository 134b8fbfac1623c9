package io.vigil.schemas.fields;

import io.vigil.schemas.Reason;
import java.time.Instant;

/**
 * Event times: milliseconds since 1970-01-01T00:00:00Z, from 1970 to 2099. Whatever is finer than a
 * millisecond is cut off.
 */
public final class EventTimes {

  /** 2100-01-01T00:00:00Z, the first time that is too late. */
  public static final long END = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private static final int SECONDS_PER_DAY = 86_400;

  private EventTimes() {}

  /** The time, if it lies in the range. */
  public static long checkRange(long epochMillis) throws Rejection {
    if (epochMillis < 0 || epochMillis >= END) {
      throw Rejection.of(
          Field.EVENT_TIME, Reason.TIME_OUT_OF_RANGE, "must lie between 1970 and 2099");
    }
    return epochMillis;
  }

  /**
   * Reads an ISO 8601 date and time with its offset, as RFC 3339 writes them: {@code
   * 2026-03-01T12:34:56.789Z}. Seconds and fraction may be left out; a space may stand for the T;
   * offsets are {@code Z}, {@code +hh}, {@code +hhmm} or {@code +hh:mm}, up to 18 hours. Leap
   * seconds are refused.
   */
  public static long parseIso(CharSequence text) throws Rejection {
    var chars = text.toString().toCharArray();
    return parseIso(chars, 0, chars.length);
  }

  /** As {@link #parseIso(CharSequence)}, for a text that lies among other characters. */
  static long parseIso(char[] chars, int offset, int length) throws Rejection {
    return new Text(chars, offset, offset + length).parse();
  }

  /** The text of one time. Its methods take places in {@code chars}. */
  private record Text(char[] chars, int start, int end) {

    long parse() throws Rejection {
      if (end - start < 16
          || chars[start + 4] != '-'
          || chars[start + 7] != '-'
          || chars[start + 13] != ':') {
        throw invalid();
      }
      int separator = chars[start + 10] | 0x20;
      if (separator != 't' && separator != ' ') {
        throw invalid();
      }
      int year = twoDigits(start) * 100 + twoDigits(start + 2);
      int month = twoDigits(start + 5);
      int day = twoDigits(start + 8);
      int hour = twoDigits(start + 11);
      int minute = twoDigits(start + 14);
      int at = start + 16;
      int second = 0;
      int millis = 0;
      if (at < end && chars[at] == ':') {
        second = twoDigits(at + 1);
        at += 3;
        if (at < end && (chars[at] == '.' || chars[at] == ',')) {
          int firstDigit = ++at;
          int weight = 100;
          while (at < end && isDigit(chars[at])) {
            millis += (chars[at] - '0') * weight;
            weight /= 10;
            at++;
          }
          if (at == firstDigit || at - firstDigit > 9) {
            throw invalid();
          }
        }
      }
      int offsetMinutes = offsetMinutes(at);
      if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
        throw invalid();
      }
      if (hour > 23 || minute > 59 || second > 59) {
        throw invalid();
      }
      long seconds =
          daysSinceEpoch(year, month, day) * SECONDS_PER_DAY
              + (hour * 60L + minute - offsetMinutes) * 60
              + second;
      return checkRange(seconds * 1000 + millis);
    }

    private int offsetMinutes(int from) throws Rejection {
      int at = from;
      if (at == end) {
        throw Rejection.of(
            Field.EVENT_TIME,
            Reason.TIME_WITHOUT_ZONE,
            Rejection.quote(toString()) + " has neither zone nor offset");
      }
      char sign = chars[at];
      if (sign == 'Z' || sign == 'z') {
        if (at + 1 != end) {
          throw invalid();
        }
        return 0;
      }
      if (sign != '+' && sign != '-') {
        throw invalid();
      }
      int hours = twoDigits(at + 1);
      at += 3;
      int minutes = 0;
      if (at < end) {
        if (chars[at] == ':') {
          at++;
        }
        minutes = twoDigits(at);
        at += 2;
      }
      if (at != end || minutes > 59 || hours * 60 + minutes > 18 * 60) {
        throw invalid();
      }
      int total = hours * 60 + minutes;
      return sign == '+' ? total : -total;
    }

    private int twoDigits(int at) throws Rejection {
      if (at + 2 > end || !isDigit(chars[at]) || !isDigit(chars[at + 1])) {
        throw invalid();
      }
      return (chars[at] - '0') * 10 + (chars[at + 1] - '0');
    }

    private Rejection invalid() {
      return Rejection.of(
          Field.EVENT_TIME,
          Reason.INVALID_TIME,
          Rejection.quote(toString()) + " is no ISO 8601 time");
    }

    @Override
    public String toString() {
      return new String(chars, start, end - start);
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int daysIn(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Days from 1970-01-01, in the proleptic Gregorian calendar; the year begins in March here. */
  private static long daysSinceEpoch(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int monthFromMarch = (month + 9) % 12;
    long daysToYear =
        365L * y + Math.floorDiv(y, 4) - Math.floorDiv(y, 100) + Math.floorDiv(y, 400);
    int daysToMonth = (153 * monthFromMarch + 2) / 5;
    return daysToYear + daysToMonth + day - 1 - 719_468;
  }
}
