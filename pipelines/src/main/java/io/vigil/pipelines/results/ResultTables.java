package io.vigil.pipelines.results;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.files.FolderSink;
import io.vigil.pipelines.files.WrittenRows;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresRows;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Total;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The tables that {@code monitor} has filled: those in the folder of a bounded run, or those in
 * PostgreSQL, where each row is the newest of its key.
 *
 * <p>All methods throw a {@link Refusal} with one line if a table is not there or cannot be read.
 */
public sealed interface ResultTables {

  /** The tables in a folder. */
  static ResultTables inFolder(Path folder) {
    return new InFolder(folder);
  }

  /** The tables in a schema of PostgreSQL. */
  static ResultTables inDatabase(PostgresConfig database) {
    return new InDatabase(database);
  }

  /** Hands all rows of a table to the consumer, one at a time. */
  <T> void forEach(Table<T> table, Consumer<T> consumer);

  /** Hands the totals of a grain to the consumer, one at a time. */
  void forEachTotal(Grain grain, Consumer<Total> consumer);

  /** All rows of a table, which must fit into memory. */
  default <T> List<T> list(Table<T> table) {
    var rows = new ArrayList<T>();
    forEach(table, rows::add);
    return rows;
  }

  /** See {@link ResultTables#inFolder}. */
  record InFolder(Path folder) implements ResultTables {

    private static final String ALL_FILES = "*";

    @Override
    public <T> void forEach(Table<T> table, Consumer<T> consumer) {
      read(table, ALL_FILES, consumer);
    }

    @Override
    public void forEachTotal(Grain grain, Consumer<Total> consumer) {
      read(Tables.TOTALS, FolderSink.nameOf(grain), consumer);
    }

    private <T> void read(Table<T> table, String name, Consumer<T> consumer) {
      var rows = folder.resolve(table.name());
      if (!Files.isDirectory(rows)) {
        throw new Refusal(
            "%s holds no folder '%s': vigil monitor --output=DIR writes it"
                .formatted(folder, table.name()));
      }
      try {
        WrittenRows.forEach(rows, name, table.type(), consumer);
      } catch (IOException e) {
        throw new Refusal("cannot read " + rows + ": " + FileProblem.inWords(e), e);
      }
    }

    @Override
    public String toString() {
      return folder.toString();
    }
  }

  /** See {@link ResultTables#inDatabase}. */
  record InDatabase(PostgresConfig database) implements ResultTables {

    @Override
    public <T> void forEach(Table<T> table, Consumer<T> consumer) {
      try (var rows = PostgresRows.stream(table, database)) {
        rows.forEach(consumer);
      }
    }

    @Override
    public void forEachTotal(Grain grain, Consumer<Total> consumer) {
      var condition = "it.grain = '%s'".formatted(grain.name().toLowerCase(Locale.ROOT));
      try (var rows = PostgresRows.stream(Tables.TOTALS, database, condition)) {
        rows.forEach(consumer);
      }
    }

    @Override
    public String toString() {
      return "schema " + database.schema() + " of PostgreSQL at " + database.address();
    }
  }
}
