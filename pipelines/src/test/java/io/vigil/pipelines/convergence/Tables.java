package io.vigil.pipelines.convergence;

import io.vigil.schemas.Conflict;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Incident;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.screen.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tables of {@code monitor} as they stand when everything is over: of each key the row with the
 * highest version, in words, without what a different order may change. Doubles are written so that
 * no bit is lost.
 */
final class Tables {

  /** Where a record ends. */
  enum Fate {
    ACCEPTED,
    DUPLICATE,
    DEAD_LETTER,
    LATE
  }

  private static final long LEDGER_BLOCK = 65_536;

  private record Version(long generation, boolean isFinal, long facts)
      implements Comparable<Version> {
    private static final Comparator<Version> ORDER =
        Comparator.comparingLong(Version::generation)
            .thenComparing(Version::isFinal)
            .thenComparingLong(Version::facts);

    @Override
    public int compareTo(Version other) {
      return ORDER.compare(this, other);
    }
  }

  private record Row(Version version, String text, boolean isTakenBack) {}

  private record Line(long read, long kept, long deadLetters, long late) {
    Line plus(Line other) {
      return new Line(
          read + other.read, kept + other.kept, deadLetters + other.deadLetters, late + other.late);
    }
  }

  private final SortedMap<String, Row> versioned = new TreeMap<>();
  private final Set<String> lines = new TreeSet<>();
  private final SortedMap<String, Line> ledger = new TreeMap<>();
  private final SortedMap<String, LedgerEntry> entries = new TreeMap<>();
  private final Set<SourcePosition> late = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private long accepted;
  private long duplicates;

  /** The tables of a run, from its rows in the order in which they were written. */
  static Tables of(List<Object> rows, long latenessMillis) {
    var tables = new Tables();
    for (var row : rows) {
      if (row instanceof Total total) {
        tables.addTotal(total);
      } else if (row instanceof Spike spike) {
        tables.addSpike(spike);
      } else if (row instanceof Incident incident) {
        tables.addIncident(incident);
      } else if (row instanceof Flag flag) {
        tables.addOnce(
            "flag %s on %s %s %d %s %s %s %s %s %s"
                .formatted(
                    flag.rule(),
                    flag.transactionId(),
                    flag.content(),
                    flag.eventTime(),
                    flag.merchantId(),
                    flag.currency(),
                    flag.country(),
                    flag.category(),
                    flag.issuer(),
                    flag.cardId()));
      } else if (row instanceof Conflict conflict) {
        tables.addConflict(conflict.transactionId());
      } else if (row instanceof DeadLetter dead) {
        var text = new String(dead.bytes(), StandardCharsets.UTF_8);
        tables.addDeadLetter(dead.reason(), dead.source(), text);
      } else if (row instanceof LateTransaction it) {
        if (it.bucketEnd() + latenessMillis > it.watermark()) {
          tables.problems.add("not late: " + it);
        }
        tables.addLate(it.transaction(), it.bucketEnd());
      } else if (row instanceof LedgerEntry entry) {
        tables.addEntry(entry);
      }
    }
    tables.closeLedger();
    return tables;
  }

  /** Where the late records were read. */
  Set<SourcePosition> late() {
    return late;
  }

  void addTotal(Total it) {
    var key =
        "total %s %s %s %s %d"
            .formatted(it.grain(), it.dimension(), it.key(), it.currency(), it.windowStart());
    take(key, new Version(it.generation(), it.isFinal(), it.facts()), it.toString(), false);
  }

  void addSpike(Spike it) {
    boolean isTakenBack = it.state() == Spike.State.RETRACTED;
    var version = new Version(it.generation(), it.isFinal(), it.facts());
    take("spike " + it.spikeId(), version, "spike " + RecordTypes.SPIKE.toAvro(it), isTakenBack);
  }

  void addIncident(Incident it) {
    boolean isTakenBack = it.state() == Spike.State.RETRACTED;
    var version = new Version(it.generation(), it.isFinal(), it.facts());
    var row = "incident " + RecordTypes.INCIDENT.toAvro(it);
    take("incident " + it.incidentId(), version, row, isTakenBack);
  }

  void addFlag(String rule, Transaction it) {
    addOnce(
        "flag %s on %s %s %d %s %s %s %s %s %s"
            .formatted(
                rule,
                it.transactionId(),
                Content.of(it),
                it.eventTime(),
                it.merchantId(),
                it.currency(),
                it.country(),
                it.category(),
                it.issuer(),
                it.cardId()));
  }

  void addConflict(String id) {
    lines.add("conflict " + id);
  }

  void addDeadLetter(Reason reason, SourcePosition position, String text) {
    addOnce("dead letter %s at %s: %s".formatted(reason, position, text));
  }

  void addLate(Transaction it, long bucketEnd) {
    late.add(it.source());
    addOnce("late %s at %s, bucket end %d".formatted(Content.of(it), it.source(), bucketEnd));
  }

  /** Counts a record in the ledger. */
  void addToLedger(SourcePosition position, Fate fate) {
    accepted += fate == Fate.ACCEPTED ? 1 : 0;
    duplicates += fate == Fate.DUPLICATE ? 1 : 0;
    var line =
        switch (fate) {
          case ACCEPTED, DUPLICATE -> new Line(1, 1, 0, 0);
          case DEAD_LETTER -> new Line(1, 0, 1, 0);
          case LATE -> new Line(1, 0, 0, 1);
        };
    long start = position.offset() - position.offset() % LEDGER_BLOCK;
    ledger.merge(block(position.source(), position.partition(), start), line, Line::plus);
  }

  private void addEntry(LedgerEntry entry) {
    // Counts only grow, so of two rows of a block the one that knows more is the later one.
    entries.merge(
        block(entry.source(), entry.partition(), entry.blockStart()),
        entry,
        (one, other) -> known(other) >= known(one) ? other : one);
  }

  private static long known(LedgerEntry it) {
    return it.read() + it.accepted() + it.duplicates() + it.deadLetters() + it.late();
  }

  /** Which of two copies is the duplicate depends on the order, so blocks count them together. */
  private void closeLedger() {
    entries.forEach(
        (block, it) -> {
          accepted += it.accepted();
          duplicates += it.duplicates();
          ledger.put(
              block,
              new Line(it.read(), it.accepted() + it.duplicates(), it.deadLetters(), it.late()));
        });
  }

  private static String block(String source, int partition, long start) {
    return "ledger %s-%d from %d".formatted(source, partition, start);
  }

  private void take(String key, Version version, String text, boolean isTakenBack) {
    var known = versioned.get(key);
    if (known == null || version.compareTo(known.version()) >= 0) {
      versioned.put(key, new Row(version, text, isTakenBack));
    }
  }

  private void addOnce(String line) {
    if (!lines.add(line)) {
      problems.add("twice: " + line);
    }
  }

  /** A line for each row of each table. */
  List<String> lines() {
    var all = new ArrayList<>(problems);
    all.addAll(lines);
    versioned.values().stream().filter(it -> !it.isTakenBack()).forEach(it -> all.add(it.text()));
    ledger.forEach((block, line) -> all.add(block + ": " + line));
    all.add("accepted %d, duplicates %d".formatted(accepted, duplicates));
    return all;
  }
}
