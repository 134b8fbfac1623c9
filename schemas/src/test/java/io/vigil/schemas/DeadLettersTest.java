package io.vigil.schemas;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.vigil.schemas.avro.JsonRow;
import io.vigil.schemas.avro.RecordTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

  private static final int ROW_OF_TOPIC = 16 << 20;

  private final DeadLetters deadLetters = new DeadLetters();

  @Test
  void aSmallSchemaIsInEveryDeadLetter() {
    var header = "a,".repeat(500);
    for (int i = 1; i < 100; i++) {
      var letter = deadLetters.of(failure("f", i, header, 1));
      assertThat(letter.schema(), is(header));
      assertThat(letter.canBeRetried(), is(true));
    }
  }

  /** A header of 200 KB over rows of a few bytes, of two files in turn. */
  @Test
  void aLargeSchemaNoMoreThanDoublesWhatTheDeadLettersWeigh() {
    var header = "a,".repeat(100_000);
    var letters = new ArrayList<DeadLetter>();
    for (int i = 1; i <= 1_000; i++) {
      letters.add(deadLetters.of(failure("one", i, header, 10)));
      letters.add(deadLetters.of(failure("other", i, header, 10)));
    }
    long rows = letters.stream().mapToLong(it -> it.bytes().length + 1_024).sum();
    long schemas = letters.stream().mapToLong(it -> lengthOf(it.schema())).sum();
    assertThat(schemas, lessThan(rows + 2L * header.length() + 1));
    // Whichever are lost, those behind the next one that has it can be understood.
    for (int from = 0; from < letters.size() - 800; from += 100) {
      var some = letters.subList(from, from + 800);
      assertThat(some.stream().anyMatch(it -> header.equals(it.schema())), is(true));
    }
    assertThat(letters.get(0).schema(), is(header));
    assertThat(letters.get(1).schema(), is(header));
    assertThat(letters.get(2).schema(), is(nullValue()));
    assertThat(letters.get(2).lacksSchema(), is(true));
    assertThat(letters.get(2).canBeRetried(), is(false));
    assertThat(letters.stream().map(DeadLetter::schemaHash).distinct().count(), is(1L));
    var again = letters.get(2).withSchema(letters.get(0).schema());
    assertThat(again.canBeRetried(), is(true));
    assertThat(again.toRecord().schema(), is(header));
  }

  @Test
  void aSchemaBeyondTheLimitIsNotKept() {
    var letter = deadLetters.of(failure("f", 1, "a".repeat(DeadLetters.LONGEST_SCHEMA + 1), 1));
    assertThat(letter.schema(), is(nullValue()));
    assertThat(letter.schemaHash(), is(notNullValue()));
    assertThat(letter.canBeRetried(), is(false));
  }

  @Test
  void aRecordOfManyBytesIsCutAndSaysSo() {
    var letter = deadLetters.of(failure("f", 1, null, 20_000_000));
    assertThat(letter.bytes().length, is(DeadLetter.MOST_BYTES));
    assertThat(letter.wholeLength(), is(20_000_000L));
    assertThat(
        letter.message(), endsWith("; of its 20,000,000 bytes only the first 8,388,608 are kept"));
    assertThat(letter.canBeRetried(), is(false));
    var whole = deadLetters.of(failure("f", 2, null, DeadLetter.MOST_BYTES));
    assertThat(whole.wholeLength(), is(nullValue()));
    assertThat(whole.canBeRetried(), is(true));
  }

  /** In a row of JSON a control character has six characters. */
  @Test
  void anyDeadLetterFitsIntoARowOfATopic() {
    for (byte filling : new byte[] {1, 'x', '"', (byte) 0xff}) {
      var bytes = new byte[30_000_000];
      Arrays.fill(bytes, filling);
      var header = "\u0001".repeat(DeadLetters.LONGEST_SCHEMA);
      var record = RawRecord.csv(SourcePosition.inFile("f", 1), header, bytes);
      var failure = new ParseFailure(record, Reason.MALFORMED_CSV, "\u0001".repeat(5_000), null);
      var row = JsonRow.of(RecordTypes.DEAD_LETTER.toAvro(new DeadLetters().of(failure)));
      assertThat(row.getBytes(StandardCharsets.UTF_8).length, lessThan(ROW_OF_TOPIC));
    }
  }

  /** A key that was cut might be another key, so such a record is not tried again. */
  @Test
  void whatATopicKeepsIsKeptWholeOrNotAtAll() {
    for (var filling : new String[] {"x", "\u0001"}) {
      var metadata = new TopicMetadata("k", 1, Map.of("h", filling.repeat(20_000_000)));
      var record =
          RawRecord.json(SourcePosition.inTopic("t", 0, 1), new byte[30_000_000])
              .withMetadata(metadata);
      var letter = DeadLetter.of(new ParseFailure(record, Reason.MALFORMED_JSON, "no", null));
      assertThat(letter.topicMetadata(), is(nullValue()));
      assertThat(letter.canBeRetried(), is(false));
      assertThat(letter.message(), endsWith("; its key and headers are too large to be kept"));
      var row = JsonRow.of(RecordTypes.DEAD_LETTER.toAvro(letter));
      assertThat(row.getBytes(StandardCharsets.UTF_8).length, lessThan(ROW_OF_TOPIC));
    }
    var metadata = new TopicMetadata("k", 1, Map.of("h", "x".repeat(100_000)));
    var record =
        RawRecord.json(SourcePosition.inTopic("t", 0, 1), new byte[1]).withMetadata(metadata);
    var letter = DeadLetter.of(new ParseFailure(record, Reason.MALFORMED_JSON, "no", null));
    assertThat(letter.toRecord(), is(record));
  }

  private static ParseFailure failure(
      String file, long record, @Nullable String header, int length) {
    var position = SourcePosition.inFile(file, record);
    var bytes = new byte[length];
    var raw =
        header == null ? RawRecord.json(position, bytes) : RawRecord.csv(position, header, bytes);
    return new ParseFailure(raw, Reason.WRONG_FIELD_COUNT, "too many", null);
  }

  private static long lengthOf(@Nullable String schema) {
    return schema == null ? 0 : schema.length();
  }
}
