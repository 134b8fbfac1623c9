package io.vigil.pipelines.backfill;

import io.vigil.pipelines.archive.ArchivedFile;
import io.vigil.pipelines.archive.Manifest;
import io.vigil.pipelines.archive.ReadArchive;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.protect.CardProtection;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * The files of an archive that a recomputation reads.
 *
 * @param files those that are read
 * @param damages what is wrong with others, a line each; they are not read
 * @param range the days that are recomputed
 * @param protection gives pseudonyms to cards that have none yet
 */
public record ArchivedHistory(
    List<ArchivedFile> files, List<String> damages, DayRange range, CardProtection protection)
    implements History {

  private static final int MOST_DAYS_NAMED = 5;

  public ArchivedHistory {
    files = List.copyOf(files);
    damages = List.copyOf(damages);
  }

  /** How closely files are looked at before any of them is needed. */
  public enum Look {
    /** Only at their ends: damage further inside fails the run. */
    QUICK,
    /** At every row, which takes as long as to read them. */
    WHOLE
  }

  /**
   * Finds the files, and looks at each.
   *
   * @param from nothing before the hour of this time is read
   * @param to nothing from the hour of this time on is read
   */
  public static ArchivedHistory find(
      Manifest manifest, DayRange range, Instant from, Instant to, Look look) {
    var files = new ArrayList<ArchivedFile>();
    var damages = new ArrayList<String>();
    for (var file : manifest.transactions(from.truncatedTo(ChronoUnit.HOURS), to)) {
      var one = List.of(file);
      var damage = look == Look.QUICK ? ReadArchive.damaged(one) : ReadArchive.unreadable(one);
      if (damage.isEmpty()) {
        files.add(file);
      }
      damages.addAll(damage);
    }
    return new ArchivedHistory(files, damages, range, CardProtection.NONE);
  }

  /** The same, with pseudonyms for cards that were archived without. */
  ArchivedHistory protecting(CardProtection newProtection) {
    return new ArchivedHistory(files, damages, range, newProtection);
  }

  /** The days of the range without a single record. */
  public List<LocalDate> missingDays() {
    var known = recordsByDay();
    return range.eachDay().filter(day -> !known.containsKey(day)).toList();
  }

  /**
   * @throws Refusal if a file is damaged, which it names
   */
  void refuseDamages() {
    if (!damages.isEmpty()) {
      int others = damages.size() - 1;
      throw new Refusal(
          "%s%s (--skipDamaged leaves them out)"
              .formatted(damages.get(0), others == 0 ? "" : "; and %d more".formatted(others)));
    }
  }

  /**
   * @param archive how the user calls it
   * @throws Refusal if there is no record of any of the days
   */
  void refuseEmpty(Path archive) {
    if (recordsOfRange() == 0) {
      throw new Refusal("archive %s has no records of %s".formatted(archive, range));
    }
  }

  /**
   * @param archive how the user calls it
   * @throws Refusal if there is no record of some of the days
   */
  void refuseMissingDays(Path archive) {
    var missing = missingDays();
    if (!missing.isEmpty()) {
      int more = missing.size() - MOST_DAYS_NAMED;
      throw new Refusal(
          "archive %s has no records of %s%s (--allowMissingDays goes on)"
              .formatted(
                  archive,
                  missing.stream()
                      .limit(MOST_DAYS_NAMED)
                      .map(String::valueOf)
                      .collect(Collectors.joining(", ")),
                  more > 0 ? " and %d more days".formatted(more) : ""));
    }
  }

  @Override
  public Long recordsOfRange() {
    return recordsByDay().entrySet().stream()
        .filter(it -> !it.getKey().isBefore(range.first()) && !it.getKey().isAfter(range.last()))
        .mapToLong(it -> it.getValue())
        .sum();
  }

  @Override
  public PTransform<PBegin, PCollection<Parsed>> read() {
    return ReadArchive.of(files).protecting(protection);
  }

  @Override
  public SortedMap<LocalDate, Long> recordsByDay() {
    var records = new TreeMap<LocalDate, Long>();
    for (var file : files) {
      var day = Objects.requireNonNull(file.hour()).atZone(ZoneOffset.UTC).toLocalDate();
      records.merge(day, file.records(), Long::sum);
    }
    return records;
  }

  @Override
  public List<String> describe() {
    var days = recordsByDay();
    var lines = new ArrayList<String>();
    lines.add(
        "%,d files, %,d records, %,d bytes, %,d days%s"
            .formatted(
                files.size(),
                files.stream().mapToLong(ArchivedFile::records).sum(),
                files.stream().mapToLong(ArchivedFile::bytes).sum(),
                days.size(),
                days.isEmpty() ? "" : " from %s to %s".formatted(days.firstKey(), days.lastKey())));
    lines.add("%s: %,d days, %,d records".formatted(range, range.days(), recordsOfRange()));
    missingDays().forEach(day -> lines.add("nothing in the archive: " + day));
    damages.forEach(damage -> lines.add("left out: " + damage));
    return lines;
  }
}
