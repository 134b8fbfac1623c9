package io.vigil.pipelines.redrive;

import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchiveKind;
import io.vigil.pipelines.archive.ArchiveWriter;
import io.vigil.pipelines.archive.Manifest;
import io.vigil.pipelines.archive.OffsetRanges;
import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes mended records to an archive, whose manifest says which are there. */
final class IntoArchive implements GoodRecords {

  /** Few files are better than many, and so many records fit into memory. */
  private static final int MOST_IN_MEMORY = 200_000;

  private record Partition(String source, int number) {}

  private final Archive archive;
  private final Manifest manifest;
  private final @Nullable ArchiveWriter writer;
  private final Map<Partition, OffsetRanges> archived = new HashMap<>();
  private final List<Transaction> waiting = new ArrayList<>();

  private IntoArchive(Archive archive, Manifest manifest, @Nullable ArchiveWriter writer) {
    this.archive = archive;
    this.manifest = manifest;
    this.writer = writer;
  }

  static IntoArchive open(Archive archive) {
    return new IntoArchive(archive, archive.readManifest(), ArchiveWriter.to(archive));
  }

  /** What is in place now, for a run that writes nothing. */
  static WithoutWriting asItIs(Archive archive) {
    return new WithoutWriting(new IntoArchive(archive, archive.readManifest(), null)::has);
  }

  @Override
  public boolean has(SourcePosition position) {
    return archived
        .computeIfAbsent(
            new Partition(position.source(), position.partition()),
            it -> manifest.positions(ArchiveKind.TRANSACTIONS, it.source(), it.number()))
        .contains(position.offset());
  }

  @Override
  public void add(DeadLetter letter, Transaction mended) {
    waiting.add(mended);
  }

  /** Only when there are many, or no more: each time makes a file for every hour. */
  @Override
  public void commit() {
    if (waiting.size() >= MOST_IN_MEMORY) {
      write();
    }
  }

  @Override
  public void finish() {
    write();
  }

  @Override
  public void close() {
    waiting.clear();
  }

  private void write() {
    if (writer == null || waiting.isEmpty()) {
      return;
    }
    try {
      writer.write(waiting);
      waiting.clear();
    } catch (IOException e) {
      throw new Refusal("cannot write to " + archive + ": " + FileProblem.inWords(e), e);
    }
  }
}
