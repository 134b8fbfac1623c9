package io.vigil.pipelines.report;

import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.RowWriter;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Conflict;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Incident;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Stage;
import io.vigil.schemas.Total;
import io.vigil.schemas.parquet.ParquetRowWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Two days of which everything is known, written by hand: on the first one 3 payments of 30.00
 * dollars and 2 of 9.99 euros, 1 declined; on the second one 1,200 payments of 5,000.00 dollars.
 */
final class SmallTables {

  static final String CARD = "4111111111111111";
  static final String EVIL = "<script>alert(1)</script>";
  static final String BACKWARDS = "shop\u202egnp.exe";

  private static final Instant FIRST = Instant.parse("2026-03-02T10:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-03-04T23:00:00Z");

  private SmallTables() {}

  static Map<Table<?>, List<?>> rows() {
    var rows = new LinkedHashMap<Table<?>, List<?>>();
    rows.put(
        Tables.TOTALS,
        List.of(
            total(Grain.DAY, Dimension.ALL, "all", "USD", FIRST, 3, 1, 3000),
            total(Grain.DAY, Dimension.ALL, "all", "EUR", FIRST, 2, 0, 999),
            total(Grain.DAY, Dimension.ALL, "all", "USD", SECOND, 1200, 0, 500_000),
            total(Grain.HOUR, Dimension.ALL, "all", "USD", FIRST, 3, 1, 3000),
            total(Grain.HOUR, Dimension.ALL, "all", "EUR", FIRST, 2, 0, 999),
            total(Grain.HOUR, Dimension.ALL, "all", "USD", SECOND, 1200, 0, 500_000),
            total(Grain.DAY, Dimension.MERCHANT, EVIL, "USD", FIRST, 3, 1, 3000),
            total(Grain.DAY, Dimension.MERCHANT, BACKWARDS, "EUR", FIRST, 2, 0, 999),
            total(Grain.DAY, Dimension.MERCHANT, EVIL, "USD", SECOND, 1200, 0, 500_000),
            total(Grain.HOUR, Dimension.MERCHANT, EVIL, "USD", FIRST, 3, 1, 3000)));
    rows.put(
        Tables.INCIDENTS,
        List.of(
            incident("i-1", Dimension.CARD, CARD, Incident.Kind.DRAINED_CARD, true),
            incident("i-2", Dimension.MERCHANT, EVIL, Incident.Kind.SURGE, false),
            incident(
                "i-3",
                Dimension.MERCHANT,
                "gone",
                Incident.Kind.CASH_OUT,
                true,
                Spike.State.RETRACTED)));
    rows.put(Tables.SPIKES, List.of(spike()));
    rows.put(Tables.FLAGS, List.<Flag>of());
    rows.put(Tables.CONFLICTS, List.<Conflict>of());
    rows.put(
        Tables.DEAD_LETTERS,
        List.of(
            deadLetter(Reason.NOT_A_NUMBER, 7, "amount: 'a<b' is no number"),
            deadLetter(Reason.NOT_A_NUMBER, 5, "amount: '" + CARD + "' is no number"),
            deadLetter(Reason.INVALID_TIME, 1, "event_time: no time")));
    rows.put(Tables.LATE, List.<LateTransaction>of());
    rows.put(
        Tables.LEDGER,
        List.of(
            new LedgerEntry("in.csv", -1, 0, 1000, 1000, 996, 1, 3, 0, 0, 0),
            new LedgerEntry("in.csv", -1, 1000, 2000, 211, 209, 2, 0, 0, 0, 0)));
    return rows;
  }

  static void writeTo(Path folder) throws IOException {
    for (var table : rows().entrySet()) {
      write(folder, table.getKey(), table.getValue());
    }
  }

  static void writeTo(PostgresConfig database) {
    rows().forEach((table, rows) -> write(database, table, rows));
  }

  @SuppressWarnings("unchecked")
  private static <T> void write(Path folder, Table<T> table, List<?> rows) throws IOException {
    var files = Files.createDirectories(folder.resolve(table.name()));
    // As monitor does: the totals of a grain have files of their own.
    var byName =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    it ->
                        it instanceof Total total
                            ? total.grain().name().toLowerCase(Locale.ROOT)
                            : "part"));
    for (var some : byName.entrySet()) {
      try (var out = Files.newOutputStream(files.resolve(some.getKey() + "-0-of-1.parquet"));
          var writer = new ParquetRowWriter<>(table.type(), out)) {
        for (var row : some.getValue()) {
          writer.write((T) row);
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> void write(PostgresConfig database, Table<T> table, List<?> rows) {
    try (var writer = RowWriter.open(table, database)) {
      rows.forEach(row -> writer.add((T) row));
      writer.flush();
    }
  }

  private static Total total(
      Grain grain,
      Dimension dimension,
      String key,
      String currency,
      Instant at,
      long count,
      long declined,
      long sum) {
    long length = grain.length().toMillis();
    long start = Math.floorDiv(at.toEpochMilli(), length) * length;
    return new Total(
        grain,
        dimension,
        key,
        currency,
        start,
        start + length,
        count,
        declined,
        2 * declined,
        sum,
        sum,
        1,
        0,
        count,
        true);
  }

  private static Incident incident(
      String id, Dimension dimension, String key, Incident.Kind kind, boolean isFraud) {
    return incident(id, dimension, key, kind, isFraud, Spike.State.CONFIRMED);
  }

  private static Incident incident(
      String id,
      Dimension dimension,
      String key,
      Incident.Kind kind,
      boolean isFraud,
      Spike.State state) {
    long at = FIRST.toEpochMilli();
    return new Incident(
        id,
        dimension,
        key,
        at - 60_000,
        at + 10_000,
        1,
        9,
        9,
        at,
        kind,
        isFraud,
        at,
        at,
        "declined",
        60,
        9,
        0.5,
        1e-9,
        9,
        20,
        2,
        "USD 2.00",
        18,
        "USD 18.00",
        "t1,t2",
        "burst,many",
        "declined 9/0.50",
        "f00",
        state,
        0,
        9,
        true);
  }

  private static Spike spike() {
    long at = FIRST.toEpochMilli();
    return new Spike(
        "s-1",
        "i-1",
        Dimension.CARD,
        CARD,
        at - 10_000,
        at,
        9,
        0.5,
        1e-9,
        5,
        "declined",
        60,
        Spike.State.CONFIRMED,
        0,
        9,
        true);
  }

  private static DeadLetter deadLetter(Reason reason, long record, String message) {
    return new DeadLetter(
        Stage.PARSE,
        reason,
        message,
        SourcePosition.inFile("in.csv", record),
        Encoding.JSON,
        null,
        "{}".getBytes(StandardCharsets.UTF_8),
        null,
        1,
        "0.1.0");
  }
}
