package io.vigil.pipelines.metrics;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The metrics that there are: their names, labels and meanings. */
enum Family {
  UP("vigil_up", "part", "1 if that part could be asked, 0 if it could not."),
  RECORDS(
      "vigil_records_total",
      "outcome",
      "Records in the ledger: those that were read, and those that ended in each way."),
  UNBALANCED(
      "vigil_ledger_unbalanced",
      null,
      "Records by which the ledger's blocks do not balance: on their way, or lost."),
  DEAD_LETTERS("vigil_dead_letters_total", "reason", "Rows of the table of dead letters."),
  LATE("vigil_late_total", null, "Rows of the table of late transactions."),
  SPIKES("vigil_spikes", "state", "Spikes by where their verdict stands."),
  OPEN_INCIDENTS(
      "vigil_incidents_open", null, "Incidents that are not retracted and may still grow."),
  FRESHNESS(
      "vigil_freshness_seconds",
      null,
      "How long ago the newest event in the tables happened, at the least."),
  TABLES_NEWEST(
      "vigil_tables_newest_timestamp_seconds",
      null,
      "When the newest event in the tables happened, at the latest."),
  OPEN_SPAN(
      "vigil_open_span_seconds",
      null,
      "From the end of the newest closed minute to the end of the newest minute."),
  TOPIC_NEWEST(
      "vigil_topic_newest_timestamp_seconds", null, "The highest time of a record in the topic."),
  EVENT_LAG(
      "vigil_event_lag_seconds", null, "How far the tables are behind the newest record, in time."),
  BACKLOG(
      "vigil_backlog_records",
      "partition",
      "Offsets in the topic that no completed checkpoint covers."),
  BACKLOG_AGE(
      "vigil_backlog_age_seconds",
      "partition",
      "Age of the first record that no completed checkpoint covers; 0 if there is none.");

  private static final String COUNTER_END = "_total";

  private final String metric;
  private final @Nullable String label;
  private final String help;

  Family(String metric, @Nullable String label, String help) {
    this.metric = metric;
    this.label = label;
    this.help = help;
  }

  /** The family of that name, if there is one. */
  static Optional<Family> named(String metric) {
    return Arrays.stream(values()).filter(it -> it.metric.equals(metric)).findFirst();
  }

  boolean isCounter() {
    return metric.endsWith(COUNTER_END);
  }

  /** Without what the text format adds to the name of a counter. */
  String baseName() {
    return isCounter() ? metric.substring(0, metric.length() - COUNTER_END.length()) : metric;
  }

  @Nullable String label() {
    return label;
  }

  String help() {
    return help;
  }

  @Override
  public String toString() {
    return metric;
  }
}
