package io.vigil.pipelines.generate;

import io.vigil.pipelines.cli.TimeFlag;
import io.vigil.pipelines.generate.GenerateConfig.World;
import io.vigil.schemas.fields.EventTimes;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags that say what happens. */
final class WorldFlags {

  private static final long MOST_TRANSACTIONS = 10_000_000_000L;

  @Option(
      names = "--world",
      paramLabel = "NAME",
      defaultValue = "plain",
      description =
          "${COMPLETION-CANDIDATES}: merchants and cards that are all alike, or with habits that make"
              + " fraud hard to see.")
  private WorldKind kind = WorldKind.plain;

  @Option(
      names = "--transactions",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Ordinary ones; incidents, copies and bad records come on top.")
  private long transactions;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      defaultValue = "2026-03-02",
      converter = TimeFlag.class,
      description = "A date or an instant, in UTC.")
  private Instant start = Instant.EPOCH;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "1",
      description = "From the start on.")
  private int days;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed gives other transactions.")
  private long seed;

  @Option(
      names = "--incidents",
      paramLabel = "N",
      defaultValue = "10",
      description = "Spread over the time and over the kinds.")
  private int incidents;

  @Option(
      names = "--subtlety",
      paramLabel = "LEVEL",
      split = ",",
      defaultValue = "blatant,clear,subtle,faint",
      description = "How hard the market's frauds are to see; of several each as often.")
  private List<Subtlety> subtleties = List.of();

  @Option(
      names = "--withoutRiskScores",
      description = "Nobody has scored the payments; else a score says something, and never all.")
  private boolean withoutRiskScores;

  @Option(
      names = "--merchants",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many merchants there are.")
  private int merchants;

  @Option(
      names = "--merchantSkew",
      paramLabel = "X",
      defaultValue = "1.0",
      description = "Zipf's exponent: 0 pays all merchants equally often.")
  private double merchantSkew;

  @Option(
      names = "--cards",
      paramLabel = "N",
      defaultValue = "50000",
      description = "How many cards there are.")
  private int cards;

  @Option(
      names = "--cardSkew",
      paramLabel = "X",
      defaultValue = "0.3",
      description = "Zipf's exponent: 0 uses all cards equally often.")
  private double cardSkew;

  long transactions() {
    return transactions;
  }

  int days() {
    return days;
  }

  long seed() {
    return seed;
  }

  /** What happens over some days of the calendar. */
  World world(FlagChecks checks) {
    check(checks);
    return world(start.toEpochMilli(), days * Rhythm.DAY, false);
  }

  /** What happens from now on, in the rhythm of the days. */
  World fromNow(FlagChecks checks) {
    check(checks);
    return world(System.currentTimeMillis(), days * Rhythm.DAY, false);
  }

  /** What happens from now on, so many transactions a second, as long as they last. */
  World fromNow(FlagChecks checks, long perSecond) {
    check(checks);
    return world(System.currentTimeMillis(), Math.max(1, transactions * 1000 / perSecond), true);
  }

  private void check(FlagChecks checks) {
    checks.refuse(
        kind == WorldKind.plain && checks.isGiven("--subtlety"),
        "--subtlety is for --world=market: in the plain one all frauds are clear");
    checks.inRange("--transactions", transactions, 1, MOST_TRANSACTIONS);
    checks.inRange("--days", days, 1, 3_660);
    checks.inRange("--incidents", incidents, 0, 100_000);
    checks.inRange("--merchants", merchants, 1, 1_000_000);
    checks.within("--merchantSkew", merchantSkew, 0, 4);
    checks.inRange("--cards", cards, 1, 10_000_000);
    checks.within("--cardSkew", cardSkew, 0, 4);
    checks.refuse(
        start.isBefore(Instant.EPOCH)
            || start.isAfter(Instant.ofEpochMilli(EventTimes.END - days * Rhythm.DAY)),
        "--start=" + start + " with --days=" + days + " is not within 1970 to 2099");
  }

  private World world(long from, long span, boolean isEven) {
    return new World(
        kind,
        transactions,
        from,
        span,
        isEven,
        incidents,
        subtleties.stream().distinct().sorted().toList(),
        merchants,
        merchantSkew,
        cards,
        cardSkew,
        !withoutRiskScores);
  }
}
