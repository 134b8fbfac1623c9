package io.vigil.pipelines.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveWriterTest {

  private static final Instant SEVEN = Instant.parse("2026-03-01T07:00:00Z");

  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void setUp() {
    archive = Archive.at(folder.resolve("archive"));
  }

  @Test
  void shouldPartitionByDateAndHourOfTheEvents() throws IOException {
    ArchiveWriter.to(archive)
        .write(
            List.of(
                at(0, SEVEN), at(1, SEVEN.plusSeconds(3_599)), at(2, SEVEN.plusSeconds(3_600))));

    var manifest = archive.readManifest();
    assertThat(
        manifest.files().stream().map(it -> folderOf(it)).toList(),
        contains("transactions/date=2026-03-01/hour=07", "transactions/date=2026-03-01/hour=08"));
    assertThat(manifest.transactions(SEVEN, SEVEN.plusSeconds(1)), hasSize(1));
    assertThat(manifest.positions(ArchiveKind.TRANSACTIONS, "payments", 0).toString(), is("0-2"));
    assertThat(ReadArchive.damaged(manifest.files()), is(empty()));
    assertThat(
        rows(),
        contains(at(0, SEVEN), at(1, SEVEN.plusSeconds(3_599)), at(2, SEVEN.plusSeconds(3_600))));
  }

  @Test
  void shouldNotWriteAPositionTwice() throws IOException {
    ArchiveWriter.to(archive).write(List.of(at(0, SEVEN), at(1, SEVEN)));

    var files = ArchiveWriter.to(archive).write(List.of(at(1, SEVEN), at(2, SEVEN), at(2, SEVEN)));

    assertThat(files.stream().map(ArchivedFile::records).toList(), contains(1L));
    assertThat(rows(), contains(at(0, SEVEN), at(1, SEVEN), at(2, SEVEN)));
  }

  private List<Transaction> rows() throws IOException {
    var rows = new ArrayList<Transaction>();
    for (var file : archive.readManifest().transactions()) {
      ArchivedRows.forEach(file, RowKind.TRANSACTIONS, rows::add);
    }
    return rows;
  }

  private String folderOf(ArchivedFile file) {
    return archive.folder().relativize(Path.of(file.path()).getParent()).toString();
  }

  private static Transaction at(long offset, Instant time) {
    return new Transaction(
        "t" + offset,
        time.toEpochMilli(),
        "c",
        "m",
        100,
        "GBP",
        null,
        null,
        null,
        null,
        SourcePosition.inTopic("payments", 0, offset));
  }
}
