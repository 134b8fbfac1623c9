package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Writes each batch as a file, with an {@link ArchiveWriter}. */
final class WriteFilesFn extends DoFn<KV<FileKey, Iterable<Block>>, Void> {

  private static final long serialVersionUID = 1;

  private final Counter already = Metrics.counter(WriteFilesFn.class, "already");
  private final String archive;
  private transient ArchiveWriter writer;

  WriteFilesFn(Path archive) {
    this.archive = archive.toString();
  }

  @Setup
  public void setup() {
    writer = ArchiveWriter.to(Archive.at(Path.of(archive)));
  }

  @ProcessElement
  public void process(@Element KV<FileKey, Iterable<Block>> batch) {
    write(batch.getKey(), RowKind.of(batch.getKey().kind()), batch.getValue());
  }

  private <T> void write(FileKey key, RowKind<T> rows, Iterable<Block> blocks) {
    try {
      var written = writer.write(key, rows, Block.unpack(blocks, rows.type()));
      already.inc(written.already());
    } catch (IOException e) {
      throw new Refusal("cannot write to " + archive + ": " + FileProblem.inWords(e), e);
    }
  }
}
