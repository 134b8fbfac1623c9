package io.vigil.pipelines.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveStartTest {

  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void archiveOffsets0To4And7() throws IOException {
    archive = Archive.at(folder);
    var writer = ArchiveWriter.to(archive);
    writer.write(List.of(at(0), at(1), at(3), at(4), at(7)));
    var record = RawRecord.json(SourcePosition.inTopic("t", 0, 2), new byte[] {'x'});
    writer.writeDeadLetters(
        List.of(DeadLetter.of(new ParseFailure(record, Reason.MALFORMED_JSON, "no", null))));
  }

  @Test
  void shouldBeginAtTheFirstOffsetThatIsInNoFileOfAnyKind() {
    assertThat(start(0, 20), is(5L));
  }

  @Test
  void shouldBeginAtTheOldestThatTheTopicHolds() {
    assertThat(start(6, 20), is(6L));
    assertThat(start(7, 20), is(8L));
    assertThat(start(15, 20), is(15L));
  }

  @Test
  void shouldBeginAtTheBeginningOfAPartitionThatIsNew() {
    var start =
        ArchiveStart.after(
            archive.readManifest(), "u", offsets(0, 3L, 1, 4L), offsets(0, 9L, 1, 9L));

    assertThat(start, is(offsets(0, 3L, 1, 4L)));
  }

  @Test
  void shouldRefuseATopicThatEndsBeforeWhatIsArchived() {
    var refusal = assertThrows(Refusal.class, () -> start(0, 7));

    assertThat(
        refusal.getMessage(), containsString("has offset 7 of t-0, but the topic ends at 7"));
    assertThat(start(0, 8), is(5L));
  }

  private long start(long first, long end) {
    return ArchiveStart.after(archive.readManifest(), "t", offsets(0, first), offsets(0, end))
        .get(0);
  }

  private static TreeMap<Integer, Long> offsets(int partition, long offset) {
    var offsets = new TreeMap<Integer, Long>();
    offsets.put(partition, offset);
    return offsets;
  }

  private static TreeMap<Integer, Long> offsets(int one, long offset, int other, long second) {
    var offsets = offsets(one, offset);
    offsets.put(other, second);
    return offsets;
  }

  private static Transaction at(long offset) {
    return new Transaction(
        "t" + offset,
        0,
        "c",
        "m",
        1,
        "GBP",
        null,
        null,
        null,
        null,
        SourcePosition.inTopic("t", 0, offset));
  }
}
