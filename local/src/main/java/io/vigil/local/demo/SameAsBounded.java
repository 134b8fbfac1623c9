package io.vigil.local.demo;

import io.vigil.local.StackException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Runs the bounded job over the same records, and compares the tables row by row. */
final class SameAsBounded implements Act {

  private static final int MOST_SHOWN = 4;
  private static final int LONGEST = 110;

  private final Scene scene;

  SameAsBounded(Scene scene) {
    this.scene = scene;
  }

  private record Position(int partition, long offset) {}

  @Override
  public String title() {
    return "The same records once more, as a batch";
  }

  @Override
  public List<Promise> play() {
    var records = scene.folder().file("records.jsonl");
    long written = write(records);
    var output = scene.folder().file("bounded");
    new VigilProgram(scene.folder())
        .run(
            "bounded",
            "monitor",
            List.of("--input=" + records, "--output=" + output, "--outputFormat=jsonl"));
    scene
        .commentary()
        .say(
            "vigil monitor --input=FILE over the %,d records that were not late"
                .formatted(written));
    return List.of(
        compare("Totals equal the batch, row by row", ComparedTable.TOTALS, output),
        compare("Flags equal the batch, row by row", ComparedTable.FLAGS, output),
        compare("Spikes equal the batch, row by row", ComparedTable.SPIKES, output),
        compare("Incidents equal the batch, row by row", ComparedTable.INCIDENTS, output));
  }

  private Promise compare(String text, ComparedTable table, Path output) {
    var comparison = table.compare(scene.results(), output);
    var counts =
        "%-10s %,6d live, %,6d in the batch"
            .formatted(table.name(), comparison.live(), comparison.bounded());
    int differing = comparison.differences().size();
    scene.commentary().say(counts + (differing == 0 ? "" : ", %,d differ".formatted(differing)));
    comparison.differences().stream()
        .limit(MOST_SHOWN)
        .forEach(
            it -> scene.commentary().say("  " + it.substring(0, Math.min(LONGEST, it.length()))));
    return new Promise(
        text,
        comparison.isEqual(),
        differing == 0
            ? "%,d rows".formatted(comparison.live())
            : "%,d rows differ".formatted(differing));
  }

  /** Writes what the topic holds, without what came too late, a record in each line. */
  private long write(Path file) {
    Set<Position> late =
        new HashSet<>(
            scene
                .results()
                .rows(
                    "SELECT partition, \"offset\" FROM late",
                    row -> new Position(row.getInt(1), row.getLong(2))));
    var written = new long[1];
    try (var out = Files.newOutputStream(file)) {
      scene
          .input()
          .readAll(
              record -> {
                if (!late.contains(new Position(record.partition(), record.offset()))) {
                  write(out, record.value());
                  written[0]++;
                }
              });
    } catch (IOException | UncheckedIOException e) {
      throw new StackException("cannot write %s: %s".formatted(file, e.getMessage()));
    }
    return written[0];
  }

  private static void write(OutputStream out, byte[] line) {
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
