package io.vigil.pipelines.monitor;

import static java.util.Comparator.comparingLong;

import io.vigil.pipelines.results.ResultTables;
import io.vigil.pipelines.results.SetAside;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Total;
import io.vigil.schemas.VisibleText;
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
  private long skipped;
  private long totalled;
  private long setAside;
  private long conflicts;
  private final Map<Reason, SetAside> reasons = new EnumMap<>(Reason.class);
  private final List<String> damages = new ArrayList<>();
  private final List<String> filesSetAside = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private Audit() {}

  /** Audits the tables of a run. */
  public static Audit of(ResultTables tables) {
    var audit = new Audit();
    tables.forEach(Tables.LEDGER, audit::addEntry);
    tables.forEachTotal(Grain.DAY, audit::addDay);
    tables.forEach(Tables.DEAD_LETTERS, audit::addDeadLetter);
    tables.forEach(Tables.CONFLICTS, row -> audit.conflicts++);
    audit.compare("accepted", audit.accepted, "the day totals count", audit.totalled);
    audit.compare(
        "dead_letters", audit.deadLetters, "the files of dead letters hold", audit.setAside);
    return audit;
  }

  private void addEntry(LedgerEntry entry) {
    read += entry.read();
    accepted += entry.accepted();
    duplicates += entry.duplicates();
    deadLetters += entry.deadLetters();
    late += entry.late();
    skipped += entry.skipped();
    if (!entry.isBalanced()) {
      problem(entry.source() + " from record " + entry.blockStart() + ": " + entry);
    }
  }

  private void addDay(Total total) {
    if (total.dimension() == Dimension.ALL) {
      totalled += total.count();
    }
  }

  private void addDeadLetter(DeadLetter letter) {
    setAside++;
    var reason = letter.reason();
    reasons.merge(reason, new SetAside(1, letter.source(), letter.message()), SetAside::plus);
    if (reason == Reason.DAMAGED_FILE || reason == Reason.UNUSABLE_FILE) {
      (reason == Reason.DAMAGED_FILE ? damages : filesSetAside)
          .add(letter.source().source() + ": " + letter.message());
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

  /** Where the first record of each reason for which some were set aside was read. */
  List<SourcePosition> firstOfReasons() {
    return reasons.values().stream().map(SetAside::first).toList();
  }

  /**
   * Why records were set aside, a line for each reason: the commonest first.
   *
   * @param lines on which lines of their files the first ones begin, as far as that is known
   */
  List<String> reasons(Map<SourcePosition, Long> lines) {
    return reasons.entrySet().stream()
        .sorted(comparingLong(it -> -it.getValue().count()))
        .map(
            it ->
                "dead letters: %,d %s, the first at %s%s: %s"
                    .formatted(
                        it.getValue().count(),
                        it.getKey(),
                        it.getValue().first(),
                        lines.containsKey(it.getValue().first())
                            ? " (line " + lines.get(it.getValue().first()) + ")"
                            : "",
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
    return "read=%d accepted=%d duplicates=%d dead_letters=%d late=%d %s%s%sbalanced=%b"
        .formatted(
            read,
            accepted,
            duplicates,
            deadLetters,
            late,
            skipped == 0 ? "" : "skipped=" + skipped + " ",
            conflicts == 0 ? "" : "conflicts=" + conflicts + " ",
            filesSetAside.isEmpty() ? "" : "files_set_aside=" + filesSetAside.size() + " ",
            isBalanced());
  }
}
