package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.yaml.InvalidFileException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Local times with abbreviations of zones. Expected: the offsets of the IANA database. */
class ZoneAbbreviationsTest {

  private static final String FORMAT = "format: 'uuuu-MM-dd HH:mm:ss z'";

  @ParameterizedTest
  @CsvSource({
    "2013-06-03 11:26:49 BST, 2013-06-03T10:26:49Z",
    "2013-06-03 11:26:49 CEST, 2013-06-03T09:26:49Z",
    // As it is written, whatever clocks showed in June.
    "2017-06-21 07:22:17 EST, 2017-06-21T12:22:17Z",
    "2017-01-21 07:22:17 EDT, 2017-01-21T11:22:17Z",
    // The hour that comes twice.
    "2026-11-01 01:30:00 EDT, 2026-11-01T05:30:00Z",
    "2026-11-01 01:30:00 EST, 2026-11-01T06:30:00Z",
    "2026-03-01 10:00:00 UTC, 2026-03-01T10:00:00Z",
    "2026-03-01 10:00:00 GMT, 2026-03-01T10:00:00Z",
    "2026-03-01 10:00:00 CET, 2026-03-01T09:00:00Z",
    "2026-03-01 10:00:00 EET, 2026-03-01T08:00:00Z",
    "2026-07-01 10:00:00 EEST, 2026-07-01T07:00:00Z",
    "2026-03-01 10:00:00 WET, 2026-03-01T10:00:00Z",
    "2026-07-01 10:00:00 WEST, 2026-07-01T09:00:00Z",
    "2026-03-01 10:00:00 MSK, 2026-03-01T07:00:00Z",
    "2026-03-01 10:00:00 JST, 2026-03-01T01:00:00Z",
    "2026-03-01 10:00:00 KST, 2026-03-01T01:00:00Z",
    "2026-03-01 10:00:00 HKT, 2026-03-01T02:00:00Z",
    "2026-03-01 10:00:00 SAST, 2026-03-01T08:00:00Z",
    "2026-07-01 10:00:00 AEST, 2026-07-01T00:00:00Z",
    "2026-01-01 10:00:00 AEDT, 2025-12-31T23:00:00Z",
    "2026-01-01 10:00:00 ACDT, 2025-12-31T23:30:00Z",
    "2026-01-01 10:00:00 NZDT, 2025-12-31T21:00:00Z",
    "2026-03-01 10:00:00 MST, 2026-03-01T17:00:00Z",
    "2026-07-01 10:00:00 PDT, 2026-07-01T17:00:00Z",
    "2026-03-01 10:00:00 HST, 2026-03-01T20:00:00Z",
    "2026-07-01 10:00:00 NDT, 2026-07-01T12:30:00Z",
  })
  void takesAnAbbreviationThatHasOneMeaning(String text, Instant time) {
    assertThat(timeOf(FORMAT, text), is(time));
  }

  @ParameterizedTest
  @CsvSource({
    "CST, America/Chicago, 16:00",
    "CST, Asia/Shanghai, 02:00",
    "CST, America/Havana, 15:00",
    "CDT, America/Chicago, 15:00",
    "IST, Asia/Kolkata, 04:30",
    "IST, Asia/Jerusalem, 08:00",
    "IST, Europe/Dublin, 09:00",
    "PST, America/Los_Angeles, 18:00",
    "PST, Asia/Manila, 02:00",
  })
  void takesTheMeaningThatItHasInTheZoneOfTheData(String name, String zone, String utc) {
    var text = "2026-03-01 10:00:00 " + name;

    assertThat(
        timeOf(FORMAT + ", zone: " + zone, text), is(Instant.parse("2026-03-01T" + utc + ":00Z")));
    assertThat(bad(FORMAT, text), containsString("means one thing here and another there"));
  }

  @Test
  void takesWhatTheMappingSays() {
    var options = FORMAT + ", zones: {CST: +08:00, BST: +06:00, XYZ: -01:15}";

    assertThat(
        timeOf(options, "2026-03-01 10:00:00 CST"), is(Instant.parse("2026-03-01T02:00:00Z")));
    assertThat(
        timeOf(options, "2026-03-01 10:00:00 BST"), is(Instant.parse("2026-03-01T04:00:00Z")));
    assertThat(
        timeOf(options, "2026-03-01 10:00:00 XYZ"), is(Instant.parse("2026-03-01T11:15:00Z")));
  }

  @Test
  void setsTheOthersAsideAndSaysHowToMendIt() {
    assertThat(
        bad(FORMAT, "2026-03-01 10:00:00 CST"),
        allOf(containsString("'CST'"), containsString("zones: {CST: ")));
    assertThat(
        bad(FORMAT, "2026-03-01 10:00:00 QQT"),
        allOf(containsString("'QQT'"), containsString("zones: {QQT: ")));
    for (var none : new String[] {"2026-03-01 10:00:00 ", "2026-03-01 10:00:00", "2026 CET"}) {
      assertThat(bad(FORMAT + ", zone: Europe/Berlin", none), containsString("is no time of"));
    }
  }

  /** What the mapping says is not what is wrong with it. */
  @Test
  void doesNotBlameAnAbbreviationThatIsKnown() {
    assertThat(
        bad(FORMAT + ", zones: {CST: +08:00}", "2026-13-01 10:00:00 CST"),
        is("event_time: '2026-13-01 10:00:00 CST' is no time of the form 'uuuu-MM-dd HH:mm:ss z'"));
  }

  @Test
  void takesTheZoneWhereAnAbbreviationIsOptional() {
    var options = "format: 'uuuu-MM-dd HH:mm[ z]', zone: Europe/Berlin";

    assertThat(timeOf(options, "2026-10-25 02:30"), is(Instant.parse("2026-10-25T00:30:00Z")));
    assertThat(timeOf(options, "2026-10-25 02:30 CEST"), is(Instant.parse("2026-10-25T00:30:00Z")));
    assertThat(timeOf(options, "2026-10-25 02:30 CET"), is(Instant.parse("2026-10-25T01:30:00Z")));
  }

  @Test
  void refusesWhatNoTimeCouldBeReadWith() {
    refuses("format: 'uuuu-MM-dd HH:mm zzzz'", "whole names of zones");
    refuses("format: 'uuuu-MM-dd HH:mm v'", "whole names of zones");
    refuses("format: 'uuuu-MM-dd HH:mm', zone: UTC, zones: {A: +01:00}", "needs a pattern with");
    refuses("zones: {A: +01:00}", "ISO 8601 has offsets");
    refuses(FORMAT + ", zones: {A: one}", "'one' is no offset");
  }

  private static void refuses(String options, String problem) {
    var failure =
        assertThrows(
            InvalidFileException.class,
            () -> Mappings.with("event_time", "{column: at, " + options + "}"));
    assertThat(failure.getMessage(), containsString(problem));
  }

  private static RawRecord record(String text) {
    return Mappings.csv("at", text);
  }

  private static Instant timeOf(String options, String text) {
    var mapping = Mappings.with("event_time", "{column: at, " + options + "}");
    return Instant.ofEpochMilli(Mappings.good(mapping, record(text)).eventTime());
  }

  private static String bad(String options, String text) {
    var failure =
        Mappings.bad(Mappings.with("event_time", "{column: at, " + options + "}"), record(text));
    assertThat(failure.reason(), is(Reason.INVALID_TIME));
    return failure.message();
  }
}
