package io.vigil.schemas.fields;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Reason;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "1970-01-01T00:00Z, 0",
    "1970-01-01 00:00:01z, 1000",
    "1970-01-01t00:00:00.5Z, 500",
    "'1970-01-01T00:00:00,123999999Z', 123",
    "1970-01-01T01:00:00+01:00, 0",
    "1970-01-01T01:00:00+01, 0",
    "1970-01-01T01:30:00+0130, 0",
    "1969-12-31T06:00:00-18:00, 0",
    "2024-02-29T12:00:00Z, 1709208000000",
    "2099-12-31T23:59:59.999Z, 4102444799999",
  })
  void readsTheFormsOfIso8601(String text, long epochMillis) throws Rejection {
    assertThat(EventTimes.parseIso(text), is(epochMillis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01T00:00:00+19:00",
        "2026-01-01T00:00:00+18:01",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:00Zx",
        "2026-01-01T00:00:00+1",
        "2026-01-01T00:00:00+01:",
        "2026-01-01T00:00:00+01:0",
        "2026-01-01T00:00:0Z",
        "2026-01-01X00:00:00Z",
        "20260101T000000Z",
        "2026-01-01",
        "now",
        "+2026-01-01T00:00:00Z",
        "２０２６-01-01T00:00:00Z",
        "2026-01-01T00:00:00 Z"
      })
  void refusesWhatIsNoTime(String text) {
    assertThat(reasonOf(text), is(Reason.INVALID_TIME));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-01T00:00", "2026-01-01T00:00:00", "2026-01-01T00:00:00.123"})
  void refusesALocalTime(String text) {
    assertThat(reasonOf(text), is(Reason.TIME_WITHOUT_ZONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9999-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z",
        "0000-01-01T00:00:00Z", "1970-01-01T00:00:00+00:01", "2099-12-31T23:59:59-00:01"
      })
  void refusesATimeOutOfRange(String text) {
    assertThat(reasonOf(text), is(Reason.TIME_OUT_OF_RANGE));
  }

  @Test
  void agreesWithTheCalendarOfTheJdkOnEveryDay() throws Rejection {
    for (var day = LocalDate.EPOCH; day.getYear() < 2100; day = day.plusDays(1)) {
      assertThat(EventTimes.parseIso(day + "T00:00Z"), is(day.toEpochDay() * 86_400_000));
    }
  }

  @Test
  void agreesWithTheJdkOnRandomTimes() throws Rejection {
    long seed = 2;
    var random = new Random(seed);
    for (int round = 0; round < 100_000; round++) {
      var time =
          LocalDateTime.ofEpochSecond(
                  86_400L + random.nextInt(2_000_000_000) * 2L,
                  random.nextInt(1_000_000_000),
                  ZoneOffset.UTC)
              .atOffset(ZoneOffset.ofTotalSeconds((random.nextInt(36 * 60) - 18 * 60) * 60));
      assertThat(
          "seed " + seed + ", " + time,
          EventTimes.parseIso(time.toString()),
          is(time.toInstant().toEpochMilli()));
    }
  }

  @Test
  void agreesWithTheJdkOnRandomDigits() {
    long seed = 3;
    var random = new Random(seed);
    for (int round = 0; round < 100_000; round++) {
      var text =
          String.format(
              "20%02d-%02d-%02dT%02d:%02d:%02dZ",
              random.nextInt(100),
              random.nextInt(14),
              random.nextInt(33),
              random.nextInt(26),
              random.nextInt(62),
              random.nextInt(62));
      assertThat("seed " + seed + ", " + text, isAccepted(text), is(isTime(text)));
    }
  }

  private static boolean isTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isAccepted(String text) {
    try {
      EventTimes.parseIso(text);
      return true;
    } catch (Rejection e) {
      return false;
    }
  }

  private static Reason reasonOf(String text) {
    return assertThrows(Rejection.class, () -> EventTimes.parseIso(text)).reason();
  }
}
