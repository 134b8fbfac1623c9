package io.vigil.pipelines.backfill;

import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchiveWriter;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.pipelines.monitor.Monitor;
import io.vigil.pipelines.monitor.MonitorSettings;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresSink;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.coders.ParsedCoder;
import io.vigil.transforms.screen.DetectionRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;

/**
 * Transactions of 1 to 6 March 2026: some traffic, risky ones among it, bursts of risky ones around
 * two midnights and within a day, duplicates and conflicts.
 */
final class Week {

  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  static final int DAYS = 6;

  private static final String[] MERCHANTS = {"bakery", "fuel", "hotel", "wine"};
  private static final String[] CURRENCIES = {"GBP", "EUR"};

  private final List<Transaction> transactions = new ArrayList<>();
  private final Random random;

  private Week(long seed) {
    random = new Random(seed);
  }

  static List<Transaction> transactions(long seed) {
    var week = new Week(seed);
    for (int day = 0; day < DAYS; day++) {
      week.traffic(START.plus(Duration.ofDays(day)));
    }
    week.burst("2026-03-01T23:59:40Z", "wine", 60);
    week.burst("2026-03-03T14:00:00Z", "fuel", 30);
    week.burst("2026-03-04T23:59:50Z", "hotel", 50);
    week.again();
    return week.transactions;
  }

  /** Those of them that a live job has not seen: some of the burst around the first midnight. */
  static boolean isLate(Transaction transaction) {
    return transaction.transactionId().startsWith("burst-wine") && transaction.eventTime() % 3 == 0;
  }

  static Archive archive(Path folder, List<Transaction> transactions) throws IOException {
    var archive = Archive.at(folder);
    ArchiveWriter.to(archive).write(transactions);
    return archive;
  }

  /** What the main job says of the transactions, in the tables of a schema. */
  static void monitor(List<Transaction> transactions, PostgresConfig config) {
    var runner = RunnerFlags.parse(Runner.FlinkRunner, false, List.of("--parallelism=1"), Set.of());
    var pipeline = Pipeline.create(runner.toOptions());
    Monitor.build(
        pipeline,
        Create.<Parsed>of(List.copyOf(transactions)).withCoder(ParsedCoder.of()),
        List.of(new PostgresSink(config)),
        new MonitorSettings(
            null,
            DetectionRules.defaults(),
            org.joda.time.Duration.standardMinutes(10),
            org.joda.time.Duration.standardSeconds(1),
            0));
    pipeline.run().waitUntilFinish();
  }

  private void traffic(Instant day) {
    for (int i = 0; i < 60; i++) {
      add(
          "t" + transactions.size(),
          day.plusMillis(random.nextInt((int) Duration.ofDays(1).toMillis())),
          "card" + random.nextInt(12),
          MERCHANTS[random.nextInt(MERCHANTS.length)],
          random.nextInt(10) == 0 ? 0.95 : 0.1);
    }
  }

  /** Two risky ones a second. */
  private void burst(String start, String merchant, int count) {
    for (int i = 0; i < count; i++) {
      add(
          "burst-" + merchant + i,
          Instant.parse(start).plusMillis(500L * i + random.nextInt(100)),
          "card" + random.nextInt(1_000),
          merchant,
          0.99);
    }
  }

  private void again() {
    for (var transaction : List.copyOf(transactions)) {
      switch (random.nextInt(20)) {
        case 0 -> add(transaction, transaction.amount());
        case 1 -> add(transaction, transaction.amount() + 1);
        default -> {}
      }
    }
  }

  private void add(String id, Instant time, String card, String merchant, double risk) {
    add(
        new Transaction(
            id,
            time.toEpochMilli(),
            card,
            merchant,
            100 + random.nextInt(10_000),
            CURRENCIES[random.nextInt(CURRENCIES.length)],
            random.nextBoolean() ? "GB" : null,
            random.nextInt(5) == 0 ? Transaction.DECLINED : "APPROVED",
            null,
            risk,
            SourcePosition.inTopic("payments", 0, 0)),
        -1);
  }

  /** Adds it at the next place; a negative amount leaves the amount as it is. */
  private void add(Transaction one, long amount) {
    transactions.add(
        new Transaction(
            one.transactionId(),
            one.eventTime(),
            one.cardId(),
            one.merchantId(),
            amount < 0 ? one.amount() : amount,
            one.currency(),
            one.country(),
            one.status(),
            one.category(),
            one.riskScore(),
            one.issuer(),
            SourcePosition.inTopic("payments", transactions.size() % 3, transactions.size())));
  }
}
