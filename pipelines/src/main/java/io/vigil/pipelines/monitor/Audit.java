package io.vigil.pipelines.monitor;

import static java.util.Comparator.comparingLong;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigil.pipelines.files.FolderSink;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.WrittenRows;
import io.vigil.pipelines.results.SetAside;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.VisibleText;
import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Proves conservation from the files that a run has written: the ledger must balance block by
 * block, and it must agree with the totals and with the dead letters themselves.
 */
public final class Audit {

  private static final int MOST_PROBLEMS = 10;
  private static final int LEAST_FOR_SHARE = 100;

  private long read;
  private long accepted;
  private long duplicates;
  private long deadLetters;
  private long late;
  private long totalled;
  private long setAside;
  private long conflicts;
  private final Map<Reason, SetAside> reasons = new EnumMap<>(Reason.class);
  private final List<String> damages = new ArrayList<>();
  private final List<String> filesSetAside = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private Audit() {}

  /** Audits the tables in the folder. */
  public static Audit of(Path folder, OutputFormat format) throws IOException {
    var audit = new Audit();
    WrittenRows.forEach(
        folder.resolve(Tables.LEDGER.name()),
        "part",
        format,
        RecordTypes.LEDGER_ENTRY,
        audit::addEntry);
    WrittenRows.forEach(
        folder.resolve(Tables.TOTALS.name()),
        FolderSink.nameOf(Grain.DAY),
        format,
        RecordTypes.TOTAL,
        audit::addDay);
    WrittenRows.forEach(
        folder.resolve(Tables.DEAD_LETTERS.name()),
        "part",
        format,
        RecordTypes.DEAD_LETTER,
        audit::addDeadLetter);
    WrittenRows.forEach(
        folder.resolve(Tables.CONFLICTS.name()),
        "part",
        format,
        RecordTypes.CONFLICT,
        row -> audit.conflicts++);
    audit.compare("accepted", audit.accepted, "the day totals count", audit.totalled);
    audit.compare(
        "dead_letters", audit.deadLetters, "the files of dead letters hold", audit.setAside);
    return audit;
  }

  private void addEntry(JsonNode row) {
    long blockRead = row.get("read").asLong();
    long blockAccepted = row.get("accepted").asLong();
    long blockDuplicates = row.get("duplicates").asLong();
    long blockDeadLetters = row.get("dead_letters").asLong();
    long blockLate = row.get("late").asLong();
    read += blockRead;
    accepted += blockAccepted;
    duplicates += blockDuplicates;
    deadLetters += blockDeadLetters;
    late += blockLate;
    if (blockRead != blockAccepted + blockDuplicates + blockDeadLetters + blockLate) {
      problem(row.get("source").asText() + " from record " + row.get("block_start") + ": " + row);
    }
  }

  private void addDay(JsonNode row) {
    if (row.get("dimension").asText().equals(Dimension.ALL_KEY)) {
      totalled += row.get("count").asLong();
    }
  }

  private void addDeadLetter(JsonNode row) {
    setAside++;
    var reason = Reason.valueOf(row.get("reason").asText());
    var position =
        new SourcePosition(
            row.get("source").asText(), row.get("partition").asInt(), row.get("offset").asLong());
    reasons.merge(reason, new SetAside(1, position, row.get("message").asText()), SetAside::plus);
    if (reason == Reason.DAMAGED_FILE || reason == Reason.UNUSABLE_FILE) {
      (reason == Reason.DAMAGED_FILE ? damages : filesSetAside)
          .add(row.get("source").asText() + ": " + row.get("message").asText());
    }
  }

  private void compare(String count, long inLedger, String elsewhere, long there) {
    if (inLedger != there) {
      problem("the ledger has " + count + "=" + inLedger + ", but " + elsewhere + " " + there);
    }
  }

  private void problem(String problem) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(problem);
    }
  }

  public boolean isBalanced() {
    return problems.isEmpty();
  }

  /** What does not balance, the first few of it, a line each. */
  public List<String> problems() {
    return problems;
  }

  /** How many records were read. */
  public long read() {
    return read;
  }

  /** How many of them the totals count. */
  public long accepted() {
    return accepted;
  }

  /** How many were there already. */
  public long duplicates() {
    return duplicates;
  }

  /** How many were set aside. */
  public long deadLetters() {
    return deadLetters;
  }

  /** Why records were set aside, a line for each reason: the commonest first. */
  List<String> reasons() {
    return reasons.entrySet().stream()
        .sorted(comparingLong(it -> -it.getValue().count()))
        .map(
            it ->
                "dead letters: %,d %s, the first at %s: %s"
                    .formatted(
                        it.getValue().count(),
                        it.getKey(),
                        it.getValue().first(),
                        VisibleText.line(it.getValue().message())))
        .toList();
  }

  /** Whether there are more dead letters than that share, of records enough to say so. */
  boolean hasMoreDeadLettersThan(double share) {
    return read >= LEAST_FOR_SHARE && deadLetters > share * read;
  }

  /** The files that broke off, a line each. */
  List<String> damages() {
    return damages;
  }

  /** The files of which nothing could be read, a line each. */
  List<String> filesSetAside() {
    return filesSetAside;
  }

  /** Whether a person should look at what was set aside: whole files, or all that was read. */
  boolean needsEyes() {
    return !filesSetAside.isEmpty() || deadLetters > 0 && deadLetters == read;
  }

  /** The one line of result. */
  String resultLine() {
    return "read=%d accepted=%d duplicates=%d dead_letters=%d late=%d %s%sbalanced=%b"
        .formatted(
            read,
            accepted,
            duplicates,
            deadLetters,
            late,
            conflicts == 0 ? "" : "conflicts=" + conflicts + " ",
            filesSetAside.isEmpty() ? "" : "files_set_aside=" + filesSetAside.size() + " ",
            isBalanced());
  }
}
