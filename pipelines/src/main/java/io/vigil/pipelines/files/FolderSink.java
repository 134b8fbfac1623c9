package io.vigil.pipelines.files;

import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.TableSink;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Total;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;

/** Writes each table to a folder of its name. Of bounded tables only. */
public final class FolderSink implements TableSink {

  private final Path folder;
  private final OutputFormat format;

  private FolderSink(Path folder, OutputFormat format) {
    this.folder = folder;
    this.format = format;
  }

  public static FolderSink in(Path folder, OutputFormat format) {
    return new FolderSink(folder, format);
  }

  @Override
  public String name() {
    return "files";
  }

  @Override
  public <T> PTransform<PCollection<T>, ? extends POutput> to(Table<T> table) {
    var rows = WriteRows.to(folder.resolve(table.name()), format, table.type());
    return table.type().type().equals(Total.class)
        ? rows.named(row -> nameOf(((Total) row).grain()))
        : rows;
  }

  /** What the files with the totals of a grain are called. */
  public static String nameOf(Grain grain) {
    return grain.name().toLowerCase(Locale.ROOT);
  }
}
