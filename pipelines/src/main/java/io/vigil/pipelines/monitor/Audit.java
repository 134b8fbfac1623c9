package io.vigil.pipelines.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigil.pipelines.files.FolderSink;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.WrittenRows;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Reason;
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

  private long read;
  private long accepted;
  private long duplicates;
  private long deadLetters;
  private long late;
  private long totalled;
  private long setAside;
  private final Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
  private final List<String> damages = new ArrayList<>();
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
    reasons.merge(reason, 1L, Long::sum);
    if (reason == Reason.DAMAGED_FILE) {
      damages.add(row.get("source").asText() + ": " + row.get("message").asText());
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

  /** How many dead letters have which reason. */
  Map<Reason, Long> reasons() {
    return reasons;
  }

  /** The files that broke off, a line each. */
  List<String> damages() {
    return damages;
  }

  /** The one line of result. */
  String resultLine() {
    return "read=%d accepted=%d duplicates=%d dead_letters=%d late=%d balanced=%b"
        .formatted(read, accepted, duplicates, deadLetters, late, isBalanced());
  }
}
