package io.vigil.pipelines.generate;

import static io.vigil.pipelines.generate.GeneratedData.generate;
import static io.vigil.pipelines.generate.GeneratedData.position;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is written as the truth, against what is in the files: these are read with Vigil's readers
 * and parsers, and everything is counted again by other means.
 */
class GeneratedTruthTest {

  private static final SourcePosition NOWHERE = SourcePosition.inFile("nowhere", 1);

  private static final String[] MANY_FAULTS = {
    "--transactions=20000",
    "--seed=5",
    "--recordsPerFile=7000",
    "--incidents=10",
    "--duplicateRate=0.02",
    "--conflictRate=0.01",
    "--lateRate=0.02",
    "--outOfOrderRate=0.1",
    "--badRate=0.01",
  };

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=json",
        "--format=csv",
        "--format=json --gzip",
        "--format=csv --order=event"
      })
  void shouldTellWhatIsInTheFiles(String form) throws IOException {
    var data = generate(folder.resolve("out"), withForm(form));
    var records = data.records();
    var truth = data.truthOfRecords();

    assertThat(truth, hasSize(records.size()));
    assertThat(data.files("transactions"), hasSize((records.size() + 6_999) / 7_000));
    var positions = new HashSet<String>();
    for (var told : truth) {
      positions.add(position(told));
      var record = records.get(position(told));
      if (record instanceof Transaction transaction) {
        assertThat(told.get("transaction_id").asText(), is(transaction.transactionId()));
        assertThat(time(told, "event_time"), is(transaction.eventTime()));
        assertThat(told.get("reason").isNull(), is(true));
      } else {
        var failure = (ParseFailure) record;
        assertThat(told.get("reason").asText(), is(failure.reason().name()));
        assertThat(told.get("transaction_id").isNull(), is(true));
        assertThat(told.get("bounded").asText(), is("dead_letter"));
        assertThat(told.get("streaming").asText(), is("dead_letter"));
      }
    }
    assertThat("each record once", positions, hasSize(records.size()));
  }

  @Test
  void shouldSumUpWhatIsInTheFiles() throws IOException {
    var data = generate(folder.resolve("out"), MANY_FAULTS);

    var contents = new HashMap<String, List<Transaction>>();
    var reasons = new TreeMap<String, Long>();
    for (var record : data.records().values()) {
      if (record instanceof Transaction transaction) {
        contents
            .computeIfAbsent(transaction.transactionId(), id -> new ArrayList<>())
            .add(transaction.withSource(NOWHERE));
      } else if (record instanceof ParseFailure failure) {
        reasons.merge(failure.reason().name(), 1L, Long::sum);
      }
    }
    long duplicates = contents.values().stream().mapToLong(it -> it.size() - distinct(it)).sum();
    long conflicts = contents.values().stream().mapToLong(it -> distinct(it) - 1).sum();
    long bad = reasons.values().stream().mapToLong(it -> it).sum();
    var told = data.summary();

    assertThat(told.at("/records").asLong(), is((long) data.records().size()));
    assertThat(told.at("/bounded/accepted").asLong(), is((long) contents.size()));
    assertThat(told.at("/bounded/duplicate").asLong(), is(duplicates));
    assertThat(told.at("/bounded/conflict").asLong(), is(conflicts));
    assertThat(told.at("/bounded/late").asLong(), is(0L));
    assertThat(told.at("/bounded/dead_letter").asLong(), is(bad));
    assertThat(numbers(told.at("/reasons")), is(reasons));
    assertThat(told.at("/files").asInt(), is(data.files("transactions").size()));
    assertThat(
        data.run().out(),
        contains(
            "transactions=%d duplicates=%d conflicts=%d late=%d bad=%d incidents=10 files=%d"
                .formatted(
                    contents.size(),
                    duplicates,
                    conflicts,
                    count(data.truthOfRecords(), "streaming", "late"),
                    bad,
                    data.files("transactions").size())));
    // 20,000 and about 1,500 of incidents; each bound is at least 6 standard deviations away.
    assertThat(duplicates, greaterThan(300L));
    assertThat(conflicts, greaterThan(120L));
    assertThat(bad, greaterThan(120L));
    assertThat("every way to be bad", reasons.size(), is(15));
  }

  /** The rule as the documents have it, worked out once more from times alone. */
  @Test
  void shouldFindThoseLateThatAStreamWouldFindLate() throws IOException {
    var data = generate(folder.resolve("out"), MANY_FAULTS);
    var contents = data.records();

    var accepted = new HashMap<String, Set<Transaction>>();
    long latest = Long.MIN_VALUE / 2;
    int late = 0;
    for (var told : data.truthOfRecords()) {
      if (!(contents.get(position(told)) instanceof Transaction transaction)) {
        continue;
      }
      long eventTime = transaction.eventTime();
      long bucketEnd = (eventTime / 10_000 + 1) * 10_000;
      var before = accepted.getOrDefault(transaction.transactionId(), Set.of());
      var content = transaction.withSource(NOWHERE);
      String fate;
      if (bucketEnd + 600_000 <= latest - 30_000) {
        fate = "late";
        late++;
      } else if (before.contains(content)) {
        fate = "duplicate";
      } else {
        fate = before.isEmpty() ? "accepted" : "conflict";
        accepted.computeIfAbsent(transaction.transactionId(), id -> new HashSet<>()).add(content);
      }
      assertThat(told.toString(), told.get("streaming").asText(), is(fate));
      latest = Math.max(latest, eventTime);
    }
    assertThat(late, greaterThan(300));
    assertThat(data.summary().at("/streaming/late").asInt(), is(late));
  }

  @Test
  void shouldLetRecordsArriveInTimeOrLateBeyondDoubt() throws IOException {
    var data = generate(folder.resolve("out"), MANY_FAULTS);

    long now = Long.MIN_VALUE;
    for (var told : data.truthOfRecords()) {
      long arrival = time(told, "arrival_time");
      assertThat("in order of arrival", arrival, greaterThanOrEqualTo(now));
      now = arrival;
      long delay = arrival - time(told, "event_time");
      if (told.get("streaming").asText().equals("late")) {
        assertThat(told.toString(), delay, greaterThanOrEqualTo(30_000L + 600_000 + 10_000));
      } else {
        assertThat(told.toString(), delay, lessThanOrEqualTo(30_000L));
        assertThat(told.toString(), delay, greaterThanOrEqualTo(0L));
      }
    }
  }

  @Test
  void shouldWriteTheSameRecordsInOrderOfEventsOrOfArrival() throws IOException {
    var arrival = generate(folder.resolve("arrival"), MANY_FAULTS);
    var event = generate(folder.resolve("event"), withForm("--order=event"));

    assertThat(timesGoUp(event), is(true));
    assertThat(timesGoUp(arrival), is(false));
    assertThat(withoutPosition(event), is(withoutPosition(arrival)));
    int at = 0;
    var inFiles = new ArrayList<>(arrival.records().keySet());
    for (var told : arrival.truthOfRecords()) {
      assertThat(position(told), is(inFiles.get(at++)));
    }
  }

  @Test
  void shouldPlantIncidentsWhereTheTruthSays() throws IOException {
    var data = generate(folder.resolve("out"), MANY_FAULTS);
    var byId = new HashMap<String, Transaction>();
    for (var record : data.records().values()) {
      if (record instanceof Transaction transaction) {
        byId.putIfAbsent(transaction.transactionId(), transaction);
      }
    }
    var incidentOf = new HashMap<String, String>();
    for (var told : data.truthOfRecords()) {
      incidentOf.put(told.get("transaction_id").asText(), told.get("incident").asText());
    }

    var kinds = new TreeMap<String, Integer>();
    int members = 0;
    for (var incident : data.truthOfIncidents()) {
      kinds.merge(incident.get("kind").asText(), 1, Integer::sum);
      var transactions = new ArrayList<Transaction>();
      for (var id : incident.get("transaction_ids")) {
        transactions.add(byId.get(id.asText()));
        assertThat(incidentOf.get(id.asText()), is(incident.get("incident").asText()));
      }
      members += transactions.size();
      var times = transactions.stream().map(Transaction::eventTime).sorted().toList();
      assertThat(incident.get("transactions").asInt(), is(transactions.size()));
      assertThat(times.get(0), is(time(incident, "start")));
      assertThat(times.get(times.size() - 1), is(time(incident, "end")));
      thatIsWhatItsKindSays(incident, transactions);
    }
    assertThat(
        kinds,
        is(
            Map.of(
                "card_testing", 2,
                "stolen_batch", 2,
                "drained_card", 2,
                "country_attack", 2,
                "decline_storm", 2)));
    long planted = incidentOf.values().stream().filter(it -> !it.equals("null")).count();
    assertThat("no transaction of an incident is untold", planted, is((long) members));
  }

  private static void thatIsWhatItsKindSays(JsonNode incident, List<Transaction> transactions) {
    var keys = new ArrayList<String>();
    incident.get("keys").forEach(it -> keys.add(it.asText()));
    long declined = transactions.stream().filter(Transaction::isDeclined).count();
    long cards = transactions.stream().map(Transaction::cardId).distinct().count();
    long minutes = (time(incident, "end") - time(incident, "start")) / 60_000;
    boolean isFraud = true;
    switch (incident.get("kind").asText()) {
      case "card_testing" -> {
        assertThat(
            transactions.stream().map(Transaction::merchantId).distinct().toList(), is(keys));
        assertThat(declined, greaterThanOrEqualTo(80L));
        assertThat(transactions.size() - declined, lessThanOrEqualTo(10L));
        assertThat(cards, greaterThan(70L));
        assertThat(minutes, lessThanOrEqualTo(20L));
      }
      case "stolen_batch" -> {
        assertThat(
            transactions.stream().map(Transaction::cardId).toList(), everyItem(is(in(keys))));
        assertThat(cards, is((long) keys.size()));
        assertThat(minutes, lessThanOrEqualTo(40L));
      }
      case "drained_card" -> {
        assertThat(transactions.stream().map(Transaction::cardId).distinct().toList(), is(keys));
        assertThat(transactions.get(transactions.size() - 1).isDeclined(), is(true));
        assertThat(minutes, lessThanOrEqualTo(8L));
      }
      case "country_attack" -> {
        assertThat(transactions.stream().map(Transaction::country).distinct().toList(), is(keys));
        assertThat(
            transactions.stream().map(Transaction::merchantId).distinct().count(),
            greaterThan(40L));
        assertThat(minutes, lessThanOrEqualTo(30L));
      }
      case "decline_storm" -> {
        isFraud = false;
        assertThat(transactions.stream().map(Transaction::country).distinct().toList(), is(keys));
        assertThat(declined, is((long) transactions.size()));
        assertThat(minutes, lessThanOrEqualTo(20L));
      }
      default -> throw new AssertionError(incident);
    }
    assertThat(incident.get("fraud").asBoolean(), is(isFraud));
  }

  private static boolean timesGoUp(GeneratedData data) throws IOException {
    long last = Long.MIN_VALUE;
    for (var record : data.records().values()) {
      if (record instanceof Transaction transaction) {
        if (transaction.eventTime() < last) {
          return false;
        }
        last = transaction.eventTime();
      }
    }
    return true;
  }

  private static List<String> withoutPosition(GeneratedData data) throws IOException {
    return data.truthOfRecords().stream()
        .map(it -> it.toString().replaceFirst("\"record\":\\d+", "").replaceFirst("part-\\d+", ""))
        .toList();
  }

  private static String[] withForm(String form) {
    var flags = new ArrayList<>(List.of(MANY_FAULTS));
    flags.addAll(List.of(form.split(" ")));
    return flags.toArray(String[]::new);
  }

  private static long distinct(List<Transaction> contents) {
    return new HashSet<>(contents).size();
  }

  private static long count(List<JsonNode> rows, String field, String value) {
    return rows.stream().filter(it -> it.get(field).asText().equals(value)).count();
  }

  private static long time(JsonNode row, String field) {
    return Instant.parse(row.get(field).asText()).toEpochMilli();
  }

  private static Map<String, Long> numbers(JsonNode object) {
    var numbers = new TreeMap<String, Long>();
    object.fields().forEachRemaining(it -> numbers.put(it.getKey(), it.getValue().asLong()));
    return numbers;
  }
}
