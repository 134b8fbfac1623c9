package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Progress;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.protect.CardProtection;
import io.vigil.schemas.protect.CardProtection.Protector;
import io.vigil.transforms.coders.ParsedCoder;
import java.io.IOException;
import java.util.ArrayList;
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
 * Reads the transactions of an archive.
 *
 * <p>Out: the rows of the files, as transactions at the positions where they were read first;
 * bounded, in the global window, without a time. A file is read in one piece. Files of other
 * versions of Vigil are read together: a column that one lacks has its default, and one that this
 * version does not know is passed over. A file that is damaged, or holds less than its entry says,
 * fails the run with a {@link Refusal} that names it; {@link #damaged} finds most of them before.
 */
public final class ReadArchive extends PTransform<PBegin, PCollection<Parsed>> {

  private static final long serialVersionUID = 1;

  private final List<ArchivedFile> files;
  private final CardProtection protection;

  private ReadArchive(List<ArchivedFile> files, CardProtection protection) {
    this.files = files;
    this.protection = protection;
  }

  /** Reads files of transactions, as a {@link Manifest} lists them. */
  public static ReadArchive of(List<ArchivedFile> files) {
    for (var file : files) {
      if (file.kind() != ArchiveKind.TRANSACTIONS) {
        throw new IllegalArgumentException(file.path() + " holds no transactions");
      }
    }
    return new ReadArchive(List.copyOf(files), CardProtection.NONE);
  }

  /** Gives pseudonyms to cards that were archived without; others have theirs already. */
  public ReadArchive protecting(CardProtection newProtection) {
    return new ReadArchive(files, newProtection);
  }

  /**
   * Looks at files of any kind: whether they are there, can be read, and are as large and have as
   * many rows as their entries say. It reads their ends alone.
   *
   * @return a line for each that is not, with its name
   */
  public static List<String> damaged(List<ArchivedFile> files) {
    return damages(files, ArchivedRows::check);
  }

  /**
   * The same for files of transactions, but reads every row of them.
   *
   * @return a line for each that is damaged, with its name
   */
  public static List<String> unreadable(List<ArchivedFile> files) {
    return damages(
        files, file -> ArchivedRows.forEach(file, RowKind.TRANSACTIONS, transaction -> {}));
  }

  private interface Look {
    void at(ArchivedFile file) throws IOException;
  }

  private static List<String> damages(List<ArchivedFile> files, Look look) {
    var damages = new ArrayList<String>();
    for (var file : files) {
      try {
        look.at(file);
      } catch (Refusal e) {
        damages.add(e.getMessage());
      } catch (IOException e) {
        damages.add("cannot read " + file.path() + ": " + FileProblem.inWords(e));
      }
    }
    return damages;
  }

  @Override
  public PCollection<Parsed> expand(PBegin begin) {
    return begin
        .apply("Files", Create.of(files).withCoder(SerializableCoder.of(ArchivedFile.class)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Records", ParDo.of(new ReadFn(protection)))
        .setCoder(ParsedCoder.of());
  }

  private static final class ReadFn extends DoFn<ArchivedFile, Parsed> {
    private static final long serialVersionUID = 1;

    private final CardProtection protection;
    private transient Protector protector;

    ReadFn(CardProtection protection) {
      this.protection = protection;
    }

    @Setup
    public void setup() {
      protector = protection.protector();
    }

    @ProcessElement
    public void process(@Element ArchivedFile file, OutputReceiver<Parsed> out) throws IOException {
      ArchivedRows.forEach(
          file, RowKind.TRANSACTIONS, transaction -> out.output(protector.protect(transaction)));
      Progress.add(file.records(), file.bytes());
    }
  }
}
