package io.vigil.pipelines.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Record n happened n hours after the beginning of 28 February 2026. The days from March on stay.
 */
class ArchivePurgeTest {

  private static final Instant START = Instant.parse("2026-02-28T00:00:00Z");
  private static final LocalDate MARCH = LocalDate.parse("2026-03-01");

  /** Not caught by anybody, as a kill is not. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void fill() throws IOException {
    archive = Archive.at(folder.resolve("archive"));
    var writer = ArchiveWriter.to(archive);
    writer.write(records(0, 30));
    // A second file for some of the hours.
    writer.write(List.of(record(100, 22), record(101, 23), record(102, 24)));
    writer.writeDeadLetters(letters(200, 206));
  }

  @Test
  void shouldRemoveWhatIsOlderAndNothingElse() throws IOException {
    assertThat(ArchivePurge.before(MARCH, archive).dryRun(), is(new ArchivePurge.Result(26, 3)));
    thatHolds(33, 6);

    assertThat(ArchivePurge.before(MARCH, archive).run(), is(new ArchivePurge.Result(26, 3)));

    var content = ArchiveContent.of(archive);
    assertThat(offsets(content.transactions()), is(offsets(24, 25, 26, 27, 28, 29, 102)));
    // Those of the 28th of February are gone; those without a time are as old as their file.
    assertThat(offsets(content.deadLetters()), is(offsets(203, 204, 205)));
    assertThat(content.leftovers(), is(empty()));
    assertThat(content.misplaced(), is(empty()));
    assertThat(dataFolders().toString(), dataFolders().size(), is(6 + 1));

    assertThat(ArchivePurge.before(MARCH, archive).run(), is(new ArchivePurge.Result(0, 0)));
  }

  @Test
  void shouldNotArchiveAgainWhatWasRemoved() throws IOException {
    var old = ArchiveWriter.to(archive);
    ArchivePurge.before(MARCH, archive).run();

    for (var writer : List.of(old, ArchiveWriter.to(archive))) {
      writer.write(records(0, 30));
      writer.writeDeadLetters(letters(200, 206));
    }

    assertThat(offsets(ArchiveContent.of(archive).transactions()).size(), is(7));
    assertThat(offsets(ArchiveContent.of(archive).deadLetters()).size(), is(3));
    assertThat(archive.readManifest().positions("cards", 0).firstMissing(0), is(30L));
  }

  @Test
  void shouldTakeLateRecordsOfOldHoursAndRemoveThemNextTime() throws IOException {
    ArchivePurge.before(MARCH, archive).run();
    ArchiveWriter.to(archive).write(List.of(record(300, 5), record(0, 0)));
    assertThat(ArchiveContent.of(archive).transactions().containsKey(at(300)), is(true));

    assertThat(ArchivePurge.before(MARCH, archive).run(), is(new ArchivePurge.Result(1, 0)));
    ArchiveWriter.to(archive).write(List.of(record(300, 5), record(5, 5)));

    assertThat(offsets(ArchiveContent.of(archive).transactions()).size(), is(7));
  }

  @Test
  void shouldRememberWhatWasRemovedAfterACompaction() throws IOException {
    ArchivePurge.before(MARCH, archive).run();
    ArchiveWriter.to(archive).writeDeadLetters(letters(206, 207));
    Compaction.of(archive, 1_000).run();
    assertThat(archive.readManifest().deadLetters().size(), is(1));

    ArchiveWriter.to(archive).writeDeadLetters(letters(200, 207));
    ArchiveWriter.to(archive).write(records(0, 30));

    assertThat(
        offsets(ArchiveContent.of(archive).deadLetters()).toString(),
        is(List.of(203L, 204L, 205L, 206L).toString()));
    assertThat(offsets(ArchiveContent.of(archive).transactions()).size(), is(7));
  }

  @Test
  void shouldRemoveDeadLettersWithoutTimeThatWereArchivedBefore() throws IOException {
    for (var file : archive.readManifest().deadLetters()) {
      Files.setLastModifiedTime(
          Path.of(file.path()), FileTime.from(Instant.parse("2026-02-28T12:00:00Z")));
    }
    ArchiveWriter.to(archive).writeDeadLetters(letters(206, 209));
    // Merges those of one day alone, and leaves them their age.
    Compaction.of(archive, 1_000).run();

    assertThat(ArchivePurge.before(MARCH, archive).run(), is(new ArchivePurge.Result(26, 6)));

    assertThat(offsets(ArchiveContent.of(archive).deadLetters()), is(offsets(206, 207, 208)));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "DATA_BEGUN",
        "DATA_WRITTEN",
        "DATA_NAMED",
        "ENTRY_WRITTEN",
        "ENTRY_NAMED",
        "REPLACED_ENTRIES_REMOVED"
      })
  void shouldShowWholeHoursAfterItWasKilledAndGoOn(ArchiveStep step) throws IOException {
    // At the first hour, in the middle, and at the dead letters behind all hours.
    for (int nth : new int[] {1, 12, 25}) {
      archive = Archive.at(folder.resolve("archive-" + nth));
      var writer = ArchiveWriter.to(archive);
      writer.write(records(0, 30));
      writer.writeDeadLetters(letters(200, 206));
      boolean wasKilled = runKilledAt(step, nth);
      boolean onlyDeadLettersHaveData = step.name().startsWith("DATA");
      assertThat(wasKilled, is(!onlyDeadLettersHaveData || nth == 1));

      var content = ArchiveContent.of(archive);
      var left = offsets(content.transactions());
      // Nothing else than whole hours from the oldest on is gone, and all that stays is there.
      long gone = 30 - left.size();
      assertThat(left, is(new TreeSet<>(LongStream.range(gone, 30).boxed().toList())));
      assertThat(gone <= 24, is(true));
      assertThat(
          List.of(offsets(203, 204, 205), offsets(200, 201, 202, 203, 204, 205)),
          hasItem(offsets(content.deadLetters())));

      ArchivePurge.before(MARCH, archive).run();

      assertThat(
          offsets(ArchiveContent.of(archive).transactions()), is(offsets(24, 25, 26, 27, 28, 29)));
      assertThat(offsets(ArchiveContent.of(archive).deadLetters()), is(offsets(203, 204, 205)));
      assertThat(ArchiveContent.of(archive).leftovers(), is(empty()));
      writer.write(records(0, 30));
      assertThat(offsets(ArchiveContent.of(archive).transactions()).size(), is(6));
    }
  }

  private boolean runKilledAt(ArchiveStep step, int nth) {
    var count = new int[1];
    var purge =
        ArchivePurge.observed(
            archive,
            MARCH,
            reached -> {
              if (reached == step && ++count[0] == nth) {
                throw new Killed();
              }
            });
    try {
      purge.run();
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  @Test
  void shouldLetOthersWriteMeanwhile() throws IOException {
    var writer = ArchiveWriter.to(archive);
    writer.write(List.of(record(300, 1)));
    var added = new ArrayList<Transaction>();
    var purge =
        ArchivePurge.observed(
            archive,
            MARCH,
            step -> {
              if (added.size() < 40) {
                var late = record(400 + added.size(), added.size() % 30);
                added.add(late);
                writer.write(List.of(late, record(0, 0), record(28, 28)));
              }
            });
    purge.run();

    var left = ArchiveContent.of(archive).transactions();
    // What was there before is gone; what came meanwhile is gone, or whole.
    assertThat(left.keySet().stream().anyMatch(it -> it.offset() < 24), is(false));
    var recent = added.stream().filter(it -> !it.source().equals(at(0)) && isKept(it)).toList();
    assertThat(recent, everyItem(in(left.values())));
    assertThat(ArchiveContent.of(archive).leftovers(), is(empty()));
    ArchivePurge.before(MARCH, archive).run();
    assertThat(
        ArchiveContent.of(archive).transactions().values().stream()
            .allMatch(ArchivePurgeTest::isKept),
        is(true));
  }

  @Test
  void shouldRunAlone() throws IOException {
    var refusals = new ArrayList<String>();
    ArchivePurge.observed(
            archive,
            MARCH,
            step -> {
              if (refusals.isEmpty()) {
                refusals.add(
                    assertThrows(Refusal.class, () -> Compaction.of(archive, 10).run())
                        .getMessage());
              }
            })
        .run();
    assertThat(refusals.get(0), containsString("another compaction or purge of"));
  }

  private static boolean isKept(Transaction transaction) {
    return !Instant.ofEpochMilli(transaction.eventTime())
        .isBefore(Instant.parse("2026-03-01T00:00:00Z"));
  }

  private void thatHolds(int transactions, int deadLetters) {
    var content = ArchiveContent.of(archive);
    assertThat(content.transactions().size(), is(transactions));
    assertThat(content.deadLetters().size(), is(deadLetters));
  }

  private TreeSet<String> dataFolders() throws IOException {
    var folders = new TreeSet<String>();
    try (var files = Files.walk(archive.folder())) {
      files
          .filter(it -> it.toString().endsWith(".parquet"))
          .forEach(it -> folders.add(it.getParent().toString()));
    }
    return folders;
  }

  private static TreeSet<Long> offsets(TreeMap<SourcePosition, ?> rows) {
    var offsets = new TreeSet<Long>();
    rows.keySet().forEach(it -> offsets.add(it.offset()));
    return offsets;
  }

  private static TreeSet<Long> offsets(long... offsets) {
    return new TreeSet<>(LongStream.of(offsets).boxed().toList());
  }

  private static List<Transaction> records(long first, long end) {
    return LongStream.range(first, end).mapToObj(n -> record(n, n)).toList();
  }

  private static Transaction record(long offset, long hour) {
    return new Transaction(
        "t" + offset,
        START.plusSeconds(3_600 * hour).toEpochMilli(),
        "card",
        "shop",
        1,
        "GBP",
        null,
        null,
        null,
        null,
        at(offset));
  }

  /**
   * The first two of six happened on 28 February, the third at its last moment; half have no time.
   */
  private static List<DeadLetter> letters(long first, long end) {
    return LongStream.range(first, end)
        .mapToObj(
            n ->
                DeadLetter.of(
                    new ParseFailure(
                        RawRecord.json(at(n), new byte[] {'{'}),
                        Reason.MALFORMED_JSON,
                        "no",
                        timeOf(n))))
        .toList();
  }

  private static @Nullable Long timeOf(long offset) {
    return switch ((int) offset) {
      case 200, 201 -> START.toEpochMilli();
      case 202 -> Instant.parse("2026-02-28T23:59:59.999Z").toEpochMilli();
      case 203 -> Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
      default -> null;
    };
  }

  private static SourcePosition at(long offset) {
    return SourcePosition.inTopic("cards", 0, offset);
  }
}
