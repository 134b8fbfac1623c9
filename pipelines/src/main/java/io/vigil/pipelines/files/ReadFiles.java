package io.vigil.pipelines.files;

import io.vigil.pipelines.cli.Progress;
import io.vigil.schemas.RawRecord;
import io.vigil.transforms.coders.RawRecordCoder;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the records of files, without looking into them.
 *
 * <p>Out: every record of every file with its position, bounded, in the global window, without a
 * time. A file is read in one piece, so as many files are read at once as the runner has tasks.
 * Damage in a file comes out as a damaged record; a file that can no longer be read fails the run.
 */
public final class ReadFiles extends PTransform<PBegin, PCollection<RawRecord>> {

  private static final long serialVersionUID = 1;

  private final List<SourceFile> files;
  private final ReadLimits limits;

  private ReadFiles(List<SourceFile> files, ReadLimits limits) {
    this.files = files;
    this.limits = limits;
  }

  public static ReadFiles of(List<SourceFile> files, ReadLimits limits) {
    return new ReadFiles(List.copyOf(files), limits);
  }

  @Override
  public PCollection<RawRecord> expand(PBegin begin) {
    return begin
        .apply("Files", Create.of(files).withCoder(SerializableCoder.of(SourceFile.class)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Records", ParDo.of(new ReadFn(limits)))
        .setCoder(RawRecordCoder.of());
  }

  private static final class ReadFn extends DoFn<SourceFile, RawRecord> {
    private static final long serialVersionUID = 1;
    private static final int RECORDS_BETWEEN_REPORTS = 10_000;

    private final ReadLimits limits;

    ReadFn(ReadLimits limits) {
      this.limits = limits;
    }

    @ProcessElement
    public void process(@Element SourceFile file, OutputReceiver<RawRecord> out)
        throws IOException {
      try (var reader = file.open(limits)) {
        long reportedBytes = 0;
        int unreported = 0;
        for (var record = reader.next(); record != null; record = reader.next()) {
          out.output(record);
          if (++unreported == RECORDS_BETWEEN_REPORTS) {
            Progress.add(unreported, reader.bytesRead() - reportedBytes);
            reportedBytes = reader.bytesRead();
            unreported = 0;
          }
        }
        Progress.add(unreported, reader.bytesRead() - reportedBytes);
      }
    }
  }
}
