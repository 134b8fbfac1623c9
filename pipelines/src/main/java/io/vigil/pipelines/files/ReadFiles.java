package io.vigil.pipelines.files;

import io.vigil.pipelines.cli.Progress;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import io.vigil.schemas.protect.CardProtection;
import io.vigil.schemas.protect.CardProtection.Protector;
import io.vigil.transforms.coders.ParsedCoder;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads files and parses their records.
 *
 * <p>Out: what became of every record of every file, with its position, bounded, in the global
 * window, without a time. A file is read in one piece, so as many files are read at once as the
 * runner has tasks. Damage in a file comes out as a failure, and so does a file of which nothing
 * can be read, or that lacks what the mapping needs: one failure for the whole of it, at record 0.
 * A file that the disk no longer gives fails the run, and so does one that changes meanwhile or is
 * not read to its last byte.
 */
public final class ReadFiles extends PTransform<PBegin, PCollection<Parsed>> {

  private static final long serialVersionUID = 1;

  private final List<SourceFile> files;
  private final ReadLimits limits;

  private final @Nullable Mapping mapping;
  private final CardProtection protection;

  private ReadFiles(
      List<SourceFile> files,
      ReadLimits limits,
      @Nullable Mapping mapping,
      CardProtection protection) {
    this.files = files;
    this.limits = limits;
    this.mapping = mapping;
    this.protection = protection;
  }

  /** Finds the fields as the mapping says; null stands for Vigil's own form. */
  public static ReadFiles of(List<SourceFile> files, ReadLimits limits, @Nullable Mapping mapping) {
    return new ReadFiles(List.copyOf(files), limits, mapping, CardProtection.NONE);
  }

  /** Protects records as soon as they are parsed; a mapping that wants pseudonyms needs it. */
  public ReadFiles protecting(CardProtection newProtection) {
    return new ReadFiles(files, limits, mapping, newProtection);
  }

  @Override
  public PCollection<Parsed> expand(PBegin begin) {
    protection.checkFor(mapping);
    return begin
        .apply("Files", Create.of(files).withCoder(SerializableCoder.of(SourceFile.class)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Records", ParDo.of(new ReadFn(limits, mapping, protection)))
        .setCoder(ParsedCoder.of());
  }

  private static final class ReadFn extends DoFn<SourceFile, Parsed> {
    private static final long serialVersionUID = 1;
    private static final int RECORDS_BETWEEN_REPORTS = 10_000;

    private final ReadLimits limits;
    private final @Nullable Mapping mapping;
    private final CardProtection protection;
    private transient TransactionParser parser;
    private transient Protector protector;

    ReadFn(ReadLimits limits, @Nullable Mapping mapping, CardProtection protection) {
      this.limits = limits;
      this.mapping = mapping;
      this.protection = protection;
    }

    @Setup
    public void setup() {
      parser = TransactionParser.of(mapping);
      protector = protection.protector();
    }

    @ProcessElement
    public void process(@Element SourceFile file, OutputReceiver<Parsed> out) throws IOException {
      var account = FileAccount.open(file);
      try (var reader = file.openOrSetAside(limits, parser)) {
        boolean isDamaged = false;
        long reportedBytes = 0;
        int unreported = 0;
        for (var record = reader.next(); record != null; record = reader.next()) {
          out.output(protector.protect(parser.parse(record)));
          isDamaged |= isBroken(record);
          if (++unreported == RECORDS_BETWEEN_REPORTS) {
            Progress.add(unreported, reader.bytesRead() - reportedBytes);
            reportedBytes = reader.bytesRead();
            unreported = 0;
          }
        }
        Progress.add(unreported, reader.bytesRead() - reportedBytes);
        account.close(reader.bytesRead(), isDamaged);
      }
    }

    private static boolean isBroken(RawRecord record) {
      return record.damage() != null && record.damage().reason() == Reason.DAMAGED_FILE;
    }
  }
}
