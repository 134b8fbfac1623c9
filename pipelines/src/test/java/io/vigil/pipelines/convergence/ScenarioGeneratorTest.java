package io.vigil.pipelines.convergence;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScenarioGeneratorTest {

  /** What a table holds if it holds something of interest. */
  private static final Map<String, String> SIGHTS =
      Map.ofEntries(
          Map.entry("late", "late .*"),
          Map.entry("duplicates", "accepted \\d+, duplicates [1-9].*"),
          Map.entry("conflicts", "conflict .*"),
          Map.entry("dead letters", "dead letter .*"),
          Map.entry("velocity", "flag fast .*"),
          Map.entry("small then large", "flag tested .*"),
          Map.entry("many merchants", "flag spread .*"),
          Map.entry("country change", "flag travelled .*"),
          Map.entry("declines then approval", "flag guessed .*"),
          Map.entry("amount over", "flag high .*"),
          Map.entry("risk over", "flag risky .*"),
          Map.entry("spikes", "spike .*"),
          Map.entry("spikes in longer spans", "spike .*\"span_seconds\": (30|120).*"),
          Map.entry("spikes of issuers", "spike .*\"dimension\": \"issuer\".*"),
          Map.entry("incidents of several spikes", "incident .*\"spikes\": [2-9].*"),
          Map.entry("two blocks of the ledger", "ledger .* from 65536.*"));

  @Test
  void shouldMakeEverythingHappenInManyCoursesOfEvents() {
    var seen = new TreeMap<String, Integer>();
    SIGHTS.keySet().forEach(it -> seen.put(it, 0));
    LongStream.range(0, 200)
        .mapToObj(ScenarioGenerator::of)
        .map(scenario -> MonitorModel.tablesOf(scenario).lines())
        .forEach(
            lines ->
                SIGHTS.forEach(
                    (sight, pattern) -> {
                      if (lines.stream().anyMatch(it -> it.matches(pattern))) {
                        seen.merge(sight, 1, Integer::sum);
                      }
                    }));
    assertThat(seen.toString(), seen.values(), everyItem(greaterThan(10)));
  }
}
