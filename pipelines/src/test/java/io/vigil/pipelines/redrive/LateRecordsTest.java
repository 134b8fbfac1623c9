package io.vigil.pipelines.redrive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.LoopbackOnly;
import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchiveWriter;
import io.vigil.pipelines.archive.ArchivedFile;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LoopbackOnly.class)
class LateRecordsTest {

  private static final List<Transaction> LATE =
      transactions(
          "2026-03-02T10:59:59.999Z",
          "2026-03-02T11:00:00Z",
          "2026-02-28T23:59:59Z",
          "2026-03-01T00:00:00Z",
          "2026-03-10T05:00:00Z",
          "2026-03-10T05:30:00Z");

  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void makeArchive() {
    archive = Archive.at(folder.resolve("archive"));
    ArchiveWriter.to(archive);
  }

  @Test
  void shouldFindTheDaysThatLackSome() {
    var late = read(true);
    assertThat(
        late.daysBefore(day("2026-04-01")),
        contains(range("2026-02-28", "2026-03-02"), range("2026-03-10", "2026-03-10")));
    assertThat(late.daysBefore(day("2026-03-02")), contains(range("2026-02-28", "2026-03-01")));
    assertThat(late.reach(day("2026-03-10")), is(true));
    assertThat(late.reach(day("2026-03-11")), is(false));
  }

  @Test
  void shouldSayHowManyEachHourLacks() {
    var text = new StringWriter();
    read(true).print(new PrintWriter(text, true));
    assertThat(
        text.toString().lines().toList(),
        contains(
            "2026-02-28T23:00:00Z: 1 late",
            "2026-03-01T00:00:00Z: 1 late",
            "2026-03-02T10:00:00Z: 1 late",
            "2026-03-02T11:00:00Z: 1 late",
            "2026-03-10T05:00:00Z: 2 late"));
  }

  @Test
  void shouldBringToTheArchiveWhatItDoesNotHave() throws IOException {
    ArchiveWriter.to(archive).write(LATE.subList(0, 2));

    assertThat(read(false).archived(), is(4L));
    assertThat(read(false).archived(), is(0L));
    assertThat(
        archive.readManifest().transactions().stream().mapToLong(ArchivedFile::records).sum(),
        is(6L));
  }

  @Test
  void shouldWriteNothingInADryRun() {
    assertThat(read(true).archived(), is(0L));
    assertThat(archive.readManifest().files(), is(empty()));
  }

  private LateRecords read(boolean dryRun) {
    Origin<LateTransaction> origin =
        new Origin<>() {
          @Override
          public void forEach(Consumer<LateTransaction> action) {
            LATE.forEach(it -> action.accept(new LateTransaction(it, 0, 0)));
          }
        };
    return LateRecords.of(origin, it -> true, archive, dryRun);
  }

  private static List<Transaction> transactions(String... times) {
    return IntStream.range(0, times.length)
        .mapToObj(
            it ->
                new Transaction(
                    "t" + it,
                    Instant.parse(times[it]).toEpochMilli(),
                    "card",
                    "shop",
                    1,
                    "GBP",
                    null,
                    null,
                    null,
                    null,
                    SourcePosition.inTopic("payments", 0, it)))
        .toList();
  }

  private static LocalDate day(String day) {
    return LocalDate.parse(day);
  }

  private static DayRange range(String first, String last) {
    return new DayRange(day(first), day(last));
  }
}
