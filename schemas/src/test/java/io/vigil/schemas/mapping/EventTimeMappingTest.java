package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.parse.TransactionParser;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeMappingTest {

  private static final String LOCAL =
      "{column: at, format: 'uuuu-MM-dd HH:mm:ss', zone: Europe/London}";

  @ParameterizedTest
  @CsvSource({
    "2011-01-05 09:30:00, 2011-01-05T09:30:00Z",
    "2011-07-05 09:30:00, 2011-07-05T08:30:00Z",
    // The clocks go from 01:00 to 02:00 on 27 March.
    "2011-03-27 00:59:59, 2011-03-27T00:59:59Z",
    "2011-03-27 02:00:00, 2011-03-27T01:00:00Z",
    // They go from 02:00 back to 01:00 on 30 October: 01:30 comes twice, the first time in summer.
    "2011-10-30 01:30:00, 2011-10-30T00:30:00Z",
    "2011-10-30 02:00:00, 2011-10-30T02:00:00Z",
  })
  void takesALocalTimeInItsZone(String text, Instant time) {
    assertThat(timeOf(LOCAL, text), is(time));
    var iso = "{column: at, zone: Europe/London}";
    assertThat(timeOf(iso, text), is(time));
    assertThat(timeOf(iso, text.replace(' ', 'T')), is(time));
  }

  @Test
  void refusesALocalTimeThatTheClocksSkip() {
    for (var options : new String[] {LOCAL, "{column: at, zone: Europe/London}"}) {
      assertThat(reasonOf(options, "2011-03-27 01:30:00"), is(Reason.INVALID_TIME));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2011-02-30 10:00:00",
    "2011-02-03 24:00:00",
    "2011-02-03 10:60:00",
    "2011-2-3 10:00:00",
    "2011-02-03 10:00",
    "2011-02-03T10:00:00",
    "2011-02-03 10:00:00Z",
    "yesterday",
  })
  void takesAPatternStrictly(String text) {
    assertThat(reasonOf(LOCAL, text), is(Reason.INVALID_TIME));
  }

  @Test
  void quotesATimeAsItIsInTheData() {
    for (var text : new String[] {"03.05.2011", "2011-02-30 10:00", "2011-02-03 25:00:00"}) {
      assertThat(
          Mappings.bad(Mappings.with("event_time", "{column: at, zone: UTC}"), csv(text)).message(),
          is("event_time: '" + text + "' is no ISO 8601 time"));
    }
  }

  @Test
  void takesTheOffsetThatIsWritten() {
    assertThat(
        timeOf("{column: at}", "2011-10-30 01:30:00.250+01:00"),
        is(Instant.parse("2011-10-30T00:30:00.250Z")));
    assertThat(
        timeOf("{column: at, zone: Asia/Tokyo}", "2011-10-30T01:30:00Z"),
        is(Instant.parse("2011-10-30T01:30:00Z")));
    assertThat(
        timeOf("{column: at, format: 'dd MMM uuuu HH:mm:ss XX'}", "05 Mar 2011 10:00:00 -0500"),
        is(Instant.parse("2011-03-05T15:00:00Z")));
    assertThat(
        timeOf("{column: at, format: 'uuuu-MM-dd HH:mm VV'}", "2011-03-05 10:00 America/New_York"),
        is(Instant.parse("2011-03-05T15:00:00Z")));
  }

  @Test
  void takesTheZoneWhereAnOffsetIsOptionalAndAbsent() {
    var options = "{column: at, format: 'uuuu-MM-dd HH:mm[XXX]', zone: Asia/Tokyo}";
    assertThat(timeOf(options, "2011-03-05 10:00"), is(Instant.parse("2011-03-05T01:00:00Z")));
    assertThat(
        timeOf(options, "2011-03-05 10:00+01:00"), is(Instant.parse("2011-03-05T09:00:00Z")));
    var without = "{column: at, format: 'uuuu-MM-dd HH:mm[XXX]'}";
    assertThat(reasonOf(without, "2011-03-05 10:00"), is(Reason.TIME_WITHOUT_ZONE));
  }

  @Test
  void refusesATimeOfARegionThatTheClocksSkip() {
    assertThat(
        reasonOf("{column: at, format: 'uuuu-MM-dd HH:mm VV'}", "2011-03-27 01:30 Europe/London"),
        is(Reason.INVALID_TIME));
  }

  @Test
  void refusesALocalTimeWithoutAZone() {
    assertThat(reasonOf("{column: at}", "2011-10-30T01:30:00"), is(Reason.TIME_WITHOUT_ZONE));
  }

  @ParameterizedTest
  @CsvSource({
    "epoch_seconds, 1300000000, 1300000000000",
    "epoch_seconds, 1300000000.9999, 1300000000999",
    "epoch_seconds, 1.3e9, 1300000000000",
    "epoch_millis, 1300000000123, 1300000000123",
    "epoch_millis, 631152000000, 631152000000",
    "epoch_micros, 1300000000123999, 1300000000123",
    "epoch_nanos, 1300000000123999999, 1300000000123",
  })
  void countsFrom1970(String unit, String number, long millis) {
    var mapping = Mappings.with("event_time", "{column: at, format: " + unit + "}");
    assertThat(Mappings.good(mapping, csv(number)).eventTime(), is(millis));
    var json = Mappings.json("{\"at\": " + number + "}");
    assertThat(Mappings.good(mapping, json).eventTime(), is(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, TIME_OUT_OF_RANGE",
    "-0.001, TIME_OUT_OF_RANGE",
    "4102444800000, TIME_OUT_OF_RANGE",
    "1e999999999, TIME_OUT_OF_RANGE",
    "-1e999999999, TIME_OUT_OF_RANGE",
    "99999999999999999999999999, TIME_OUT_OF_RANGE",
    "today, INVALID_TIME",
  })
  void refusesANumberBeyondTheRange(String number, Reason reason) {
    var options = "{column: at, format: epoch_millis}";
    assertThat(reasonOf(options, number), is(reason));
  }

  /** Seconds that are taken for milliseconds are days of January 1970. */
  @Test
  void refusesATimeThatIsTooEarlyForTheRightUnit() {
    for (var text : new String[] {"1300000000", "631151999999"}) {
      var failure =
          Mappings.bad(
              Mappings.with("event_time", "{column: at, format: epoch_millis}"), csv(text));
      assertThat(failure.reason(), is(Reason.TIME_OUT_OF_RANGE));
      assertThat(failure.message(), containsString("lies before 1990-01-01: is it the right unit"));
    }
    assertThat(
        timeOf("{column: at, format: epoch_millis, earliest: 1970-01-01}", "1300000000"),
        is(Instant.parse("1970-01-16T01:06:40Z")));
    assertThat(reasonOf("{column: at}", "1989-12-31T23:59:59Z"), is(Reason.TIME_OUT_OF_RANGE));
  }

  @Test
  void refusesANumberForAnIsoTime() {
    var mapping = Mappings.with("event_time", "{column: at}");
    var failure = Mappings.bad(mapping, Mappings.json("{\"at\": 1300000000}"));
    assertThat(failure.reason(), is(Reason.WRONG_TYPE));
  }

  @Test
  void doesNotTakeTheTimeOfTheRecordBefore() {
    var fields = new MappedFields(Mappings.with("event_time", LOCAL));
    var parser = new TransactionParser(fields);
    var good = csv("2011-01-05 09:30:00");
    var first = parser.parse(good);
    assertThat(parser.parse(csv("")) instanceof ParseFailure, is(true));
    assertThat(parser.parse(csv("x")) instanceof ParseFailure, is(true));
    assertThat(parser.parse(good), is(first));
  }

  private static Instant timeOf(String options, String text) {
    var transaction = Mappings.good(Mappings.with("event_time", options), csv(text));
    return Instant.ofEpochMilli(transaction.eventTime());
  }

  private static Reason reasonOf(String options, String text) {
    return Mappings.bad(Mappings.with("event_time", options), csv(text)).reason();
  }

  private static RawRecord csv(String time) {
    return Mappings.csv("at", time);
  }
}
