package io.vigil.pipelines.score;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.files.WrittenRows;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresRows;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run has told: the incidents that stand, and the spikes of which they are made.
 *
 * @param incidents those that are confirmed
 */
record Told(List<Incident> incidents, List<Spike> spikes) {

  Told {
    incidents = incidents.stream().filter(it -> it.state() == Spike.State.CONFIRMED).toList();
    spikes = spikes.stream().filter(it -> it.state() == Spike.State.CONFIRMED).toList();
    if (incidents.stream().anyMatch(it -> it.kind() == Incident.Kind.UNKNOWN)) {
      throw new Refusal(
          "the incidents are of a version that did not say their kind, nor when they were raised");
    }
  }

  /**
   * Reads the tables of a bounded run.
   *
   * @throws Refusal if they are not there, or cannot be read
   */
  static Told inFolder(Path folder) {
    return new Told(rows(folder, Tables.INCIDENTS), rows(folder, Tables.SPIKES));
  }

  /**
   * Reads the tables in PostgreSQL.
   *
   * @throws Refusal if they cannot be read
   */
  static Told inDatabase(PostgresConfig database) {
    return new Told(
        PostgresRows.list(Tables.INCIDENTS, database), PostgresRows.list(Tables.SPIKES, database));
  }

  private static <T> List<T> rows(Path folder, Table<T> table) {
    var rows = folder.resolve(table.name());
    if (!Files.isDirectory(rows)) {
      throw new Refusal(
          "--tables=%s holds no folder '%s': vigil monitor --output=DIR writes it"
              .formatted(folder, table.name()));
    }
    try {
      return WrittenRows.list(rows, table.type());
    } catch (IOException e) {
      throw new Refusal("cannot read " + rows + ": " + FileProblem.inWords(e), e);
    }
  }
}
