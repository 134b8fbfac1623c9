package io.vigil.pipelines.webhook;

import io.vigil.pipelines.results.ResultTables;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Incident;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The incidents that a bounded run has written, read back from its files.
 *
 * @param incidents in the order of their alarms
 */
public record IncidentReport(List<Incident> incidents) {

  /** With a pause before each try but the first: a receiver may be restarting. */
  private static final List<Integer> PAUSES_IN_SECONDS = List.of(0, 1, 2, 4, 8, 15);

  public IncidentReport {
    incidents = List.copyOf(incidents);
  }

  /** Reads the incidents. */
  public static IncidentReport of(ResultTables tables) {
    return new IncidentReport(
        tables.list(Tables.INCIDENTS).stream()
            .sorted(
                Comparator.comparingLong(Incident::alarmedAt).thenComparing(Incident::incidentId))
            .toList());
  }

  /** A line for each. */
  public List<String> lines() {
    return incidents.stream().map(IncidentReport::line).toList();
  }

  private static String line(Incident it) {
    return String.format(
        Locale.ROOT,
        "incident: %s %s%s at %s %s, %s to %s: %d %s in %d s where %.1f were expected; %d cards,"
            + " approved %s, declined %s",
        Instant.ofEpochMilli(it.alarmedAt()),
        it.kind().name().toLowerCase(Locale.ROOT),
        it.isFraud() ? "" : " (no fraud)",
        it.dimension().name().toLowerCase(Locale.ROOT),
        IncidentJson.shown(it),
        Instant.ofEpochMilli(it.incidentStart()),
        Instant.ofEpochMilli(it.incidentEnd()),
        it.observed(),
        it.signal(),
        it.spanSeconds(),
        it.expected(),
        it.cards(),
        money(it.approved(), it.approvedMoney()),
        money(it.declined(), it.declinedMoney()));
  }

  private static String money(long count, String sums) {
    return sums.isEmpty() ? String.valueOf(count) : count + " (" + sums + ")";
  }

  /**
   * Calls for each incident, in order.
   *
   * @return null when all was taken; else what was not, in words
   */
  public @Nullable String tell(Webhook webhook) {
    var client = Webhook.client();
    for (int told = 0; told < incidents.size(); told++) {
      var problem = tell(incidents.get(told), webhook, client);
      if (problem != null) {
        return "%d of %d incidents were not told: %s"
            .formatted(incidents.size() - told, incidents.size(), problem);
      }
    }
    return null;
  }

  private static @Nullable String tell(Incident incident, Webhook webhook, HttpClient client) {
    String problem = null;
    for (int pause : PAUSES_IN_SECONDS) {
      try {
        Thread.sleep(1_000L * pause);
        webhook.tell(incident, client);
        return null;
      } catch (IOException e) {
        problem = e.getMessage();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "interrupted";
      }
    }
    return problem;
  }
}
