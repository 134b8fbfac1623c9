package io.vigil.pipelines.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.schemas.parquet.ParquetRowWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A day of which everything is known, written by hand:
 *
 * <ul>
 *   <li>A, card testing at merchant m1, clear: 20 payments of 1 dollar from 06:00:00 on, every 10
 *       s, all declined but the last two;
 *   <li>B, a drained card c1-4711-0815, subtle: 5 approved payments of 100 dollars from 07:00:00
 *       on, every minute;
 *   <li>S, a flash sale at merchant m2: 4 payments from 08:00:00 on, every minute.
 * </ul>
 */
final class Scene {

  static final String CARD = "c1-4711-0815";
  static final List<String> A = ids("a", 20);
  static final List<String> B = ids("b", 5);
  static final List<String> S = ids("s", 4);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Incident> incidents = new ArrayList<>();
  private final List<Spike> spikes = new ArrayList<>();
  private String sale = "m2";

  /** Gives the merchant of the sale another name. */
  Scene saleAt(String merchant) {
    sale = merchant;
    return this;
  }

  /** Tells an incident that looks like fraud, and begins a minute before its alarm. */
  Scene fraud(Dimension dimension, String key, String alarm, Incident.Kind kind, List<String> ids) {
    return told(dimension, key, alarm, kind, true, ids, Spike.State.CONFIRMED);
  }

  Scene told(
      Dimension dimension,
      String key,
      String alarm,
      Incident.Kind kind,
      boolean isFraud,
      List<String> ids,
      Spike.State state) {
    long at = time(alarm);
    var id = "incident-" + incidents.size();
    incidents.add(
        new Incident(
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
            String.join(",", ids),
            "",
            "",
            "f00",
            state,
            0,
            9,
            true));
    spikes.add(
        new Spike(
            "spike-" + id,
            id,
            dimension,
            key,
            at - 10_000,
            at,
            9,
            0.5,
            1e-9,
            5,
            "declined",
            60,
            state,
            0,
            9,
            true));
    return this;
  }

  /** Writes the truth and the tables into a folder. */
  Scene in(Path folder) throws IOException {
    var truth = Files.createDirectories(folder.resolve("truth"));
    Files.writeString(
        truth.resolve("incidents.jsonl"),
        String.join(
            "\n",
            planted("A", "card_testing", true, "merchant", "m1", "06:00:00", 10, A, 1, 18, "clear"),
            planted("B", "drained_card", true, "card", CARD, "07:00:00", 60, B, 100, 0, "subtle"),
            planted("S", "flash_sale", false, "merchant", sale, "08:00:00", 60, S, 5, 0, null)));
    Files.writeString(
        truth.resolve("summary.json"),
        """
        {"first": "2026-03-02T00:00:00Z", "last": "2026-03-03T00:00:00Z",
         "keys": {"merchant": 480, "country": 20}}
        """);
    var tables = Files.createDirectories(folder.resolve("tables/incidents"));
    try (var out = Files.newOutputStream(tables.resolve("part-00000-of-00001.parquet"));
        var rows = new ParquetRowWriter<>(RecordTypes.INCIDENT, out)) {
      for (var incident : incidents) {
        rows.write(incident);
      }
    }
    var more = Files.createDirectories(folder.resolve("tables/spikes"));
    try (var out = Files.newOutputStream(more.resolve("part-00000-of-00001.parquet"));
        var rows = new ParquetRowWriter<>(RecordTypes.SPIKE, out)) {
      for (var spike : spikes) {
        rows.write(spike);
      }
    }
    return this;
  }

  private static String planted(
      String name,
      String kind,
      boolean isFraud,
      String dimension,
      String key,
      String start,
      int pause,
      List<String> ids,
      double dollars,
      int declined,
      String subtlety)
      throws IOException {
    var times = new ArrayList<String>();
    var amounts = new ArrayList<Double>();
    var outcomes = new ArrayList<Boolean>();
    for (int i = 0; i < ids.size(); i++) {
      times.add(Instant.ofEpochMilli(time(start) + 1000L * pause * i).toString());
      amounts.add(dollars);
      outcomes.add(i < declined);
    }
    var row = new LinkedHashMap<String, Object>();
    row.put("incident", name);
    row.put("kind", kind);
    row.put("fraud", isFraud);
    row.put("dimension", dimension);
    row.put("keys", List.of(key));
    row.put("start", times.get(0));
    row.put("end", times.get(times.size() - 1));
    row.put("transactions", ids.size());
    row.put("transaction_ids", ids);
    row.put("subtlety", subtlety);
    row.put(
        "other_keys",
        name.equals("B") ? List.of(Map.of("dimension", "issuer", "key", "411111")) : List.of());
    row.put("transaction_times", times);
    row.put("dollars", amounts);
    row.put("declined", outcomes);
    return JSON.writeValueAsString(row);
  }

  private static List<String> ids(String prefix, int size) {
    var ids = new ArrayList<String>();
    for (int i = 0; i < size; i++) {
      ids.add(prefix + i);
    }
    return ids;
  }

  private static long time(String clock) {
    return Instant.parse("2026-03-02T" + clock + "Z").toEpochMilli();
  }
}
