package io.vigil.pipelines.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Writers and compactions end at every step, as a process does that is killed. */
class CrashTest {

  private static final Instant SEVEN = Instant.parse("2026-03-01T07:00:00Z");

  /** Not caught by anybody, as a kill is not. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void setUp() {
    archive = Archive.at(folder.resolve("archive"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "REPLACED_ENTRIES_REMOVED")
  void shouldHaveEachRecordOnceAfterAWriterWasKilled(ArchiveStep step) throws IOException {
    ArchiveWriter.to(archive).write(records(0, 10));
    var doomed = ArchiveWriter.observed(archive, killedAt(step));
    assertThrows(Killed.class, () -> doomed.write(records(10, 20)));

    // What comes again is cut otherwise.
    ArchiveWriter.to(archive).write(records(5, 23));

    thatHolds(0, 23);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"REPLACED_ENTRIES_REMOVED", "LEFTOVERS_REMOVED"})
  void shouldLoseNothingAndDoubleNothingToATaskGivenUpForDead(ArchiveStep step) throws IOException {
    ArchiveWriter.to(archive).write(records(0, 10));
    // While this one pauses at a step another one takes its place.
    var zombie =
        ArchiveWriter.observed(
            archive,
            reached -> {
              if (reached == step) {
                ArchiveWriter.to(archive).write(bothOf(records(8, 18), records(25, 30)));
              }
            });

    zombie.write(records(10, 25));

    thatHolds(0, 30);
  }

  @Test
  void shouldFailWithoutATraceWhenTheDiskRefuses() throws IOException {
    ArchiveWriter.to(archive).write(records(0, 10));
    var unlucky =
        ArchiveWriter.observed(
            archive,
            step -> {
              if (step == ArchiveStep.ENTRY_WRITTEN) {
                throw new IOException("No space left on device");
              }
            });

    assertThrows(IOException.class, () -> unlucky.write(records(10, 20)));

    thatHolds(0, 10);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"MANIFEST_READ", "LEFTOVERS_REMOVED"})
  void shouldHaveEachRecordOnceAfterACompactionWasKilled(ArchiveStep step) throws IOException {
    writeInSmallFiles();
    var doomed = Compaction.observed(archive, 1_000, killedAt(step));
    assertThrows(Killed.class, doomed::run);
    assertThat(ArchiveContent.of(archive).transactions().size(), is(30));

    Compaction.of(archive, 1_000).run();

    thatHolds(0, 30);
    assertThat(archive.readManifest().files().size(), is(1));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"MANIFEST_READ", "LEFTOVERS_REMOVED"})
  void shouldCompactWhileOthersWrite(ArchiveStep step) throws IOException {
    writeInSmallFiles();
    var writer = ArchiveWriter.to(archive);
    writer.write(records(0, 1));
    var compaction =
        Compaction.observed(
            archive,
            1_000,
            reached -> {
              if (reached == step) {
                writer.write(records(25, 40));
              }
            });

    compaction.run();
    writer.write(records(0, 45));
    ArchiveWriter.to(archive).write(records(0, 50));

    thatHolds(0, 50);
  }

  @Test
  void shouldNotGiveANumberTwiceAfterACompaction() throws IOException {
    writeInSmallFiles();
    Compaction.of(archive, 1_000).run();

    var file = ArchiveWriter.to(archive).write(records(30, 31)).get(0);

    assertThat(file.positions().get(0).sequence(), is(4));
    assertThat(
        Compaction.of(archive, 1_000).run().line(),
        is("files=2 merged=2 into=1 records=31 left=1"));
    thatHolds(0, 31);
  }

  @Test
  void shouldLeaveLargeFilesAlone() throws IOException {
    writeInSmallFiles();

    assertThat(
        Compaction.of(archive, 15).run().line(), is("files=3 merged=0 into=0 records=0 left=3"));
    assertThat(
        Compaction.of(archive, 20).run().line(), is("files=3 merged=2 into=1 records=20 left=2"));
    thatHolds(0, 30);
  }

  private void writeInSmallFiles() throws IOException {
    ArchiveWriter.to(archive).write(records(0, 10));
    ArchiveWriter.to(archive).write(records(10, 20));
    ArchiveWriter.to(archive).write(records(20, 30));
  }

  private void thatHolds(long first, long end) {
    var content = ArchiveContent.of(archive);
    assertThat(content.transactions().values().stream().toList(), is(records(first, end)));
    assertThat(content.leftovers(), is(empty()));
    assertThat(ReadArchive.damaged(archive.readManifest().files()), is(empty()));
  }

  private static ArchiveStep.Observer killedAt(ArchiveStep step) {
    return reached -> {
      if (reached == step) {
        throw new Killed();
      }
    };
  }

  private static List<Transaction> records(long first, long end) {
    return LongStream.range(first, end).mapToObj(CrashTest::at).toList();
  }

  private static List<Transaction> bothOf(List<Transaction> some, List<Transaction> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static Transaction at(long offset) {
    return new Transaction(
        "t" + offset,
        SEVEN.toEpochMilli() + offset,
        "c",
        "m",
        100,
        "GBP",
        null,
        "APPROVED",
        null,
        0.5,
        SourcePosition.inTopic("payments", 0, offset));
  }
}
