package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.GenerateConfig.World;
import java.util.List;
import java.util.function.Consumer;

/**
 * All that happens in a world, before anything goes wrong with the records of it.
 *
 * @param spoiled what bad records would have said
 * @param last the time of the last ordinary payment
 */
record Happenings(Story story, Traffic spoiled, long last) {

  private static final int TIMES = 1;
  private static final int CARDS = 2;
  private static final int MERCHANTS = 3;
  private static final int TRAFFIC = 4;
  private static final int SPOILED = 8;
  private static final int ISSUERS = 9;
  private static final int SHOPS = 10;
  private static final int MARKET = 11;
  private static final int KINDS = 12;
  private static final int BUSY_DAY = 13;

  /** The first and the last day are not the busy one. */
  private static final int LEAST_DAYS_WITH_A_BUSY_ONE = 3;

  private static final int NO_DAY = -1;

  /**
   * @param planted is told of each incident
   */
  static Happenings in(World world, long seed, Consumer<Incident> planted) {
    var cards =
        new Cards(world.cards(), world.cardSkew(), new Dice(seed, CARDS), new Dice(seed, ISSUERS));
    var merchants =
        new Merchants(world.merchants(), world.merchantSkew(), new Dice(seed, MERCHANTS));
    var payments = new Payments(cards, world.kind(), world.hasScores(), seed);
    int busyDay = busyDay(world, new Dice(seed, BUSY_DAY));
    var times = new Times(rhythm(world, busyDay), world.transactions(), new Dice(seed, TIMES));
    long last = times.last();
    var spoiled = new Traffic(SPOILED, payments, cards, merchants, new Dice(seed, SPOILED));
    var story =
        switch (world.kind()) {
          case plain ->
              new Story(
                  new PlainPayments(
                      times,
                      new Traffic(TRAFFIC, payments, cards, merchants, new Dice(seed, TRAFFIC))),
                  new PlainIncidents(
                      world.incidents(), seed, world.start(), last, payments, cards, merchants),
                  planted);
          case market -> {
            if (busyDay != NO_DAY) {
              planted.accept(busyDay(world, busyDay));
            }
            double perDay = (double) world.transactions() * Rhythm.DAY / world.span();
            var shops = new Shops(merchants, perDay, new Dice(seed, SHOPS));
            var outages = new Outages(planted);
            yield new Story(
                new MarketPayments(
                    TRAFFIC,
                    times,
                    world.start(),
                    payments,
                    cards,
                    shops,
                    outages,
                    new Dice(seed, MARKET)),
                new MarketIncidents(
                    world.incidents(),
                    world.subtleties(),
                    seed,
                    world.start(),
                    last,
                    payments,
                    new Frauds(cards, shops),
                    new Surges(cards, shops, outages, merchants.size()),
                    new Dice(seed, KINDS)),
                planted);
          }
        };
    return new Happenings(story, spoiled, last);
  }

  private static Rhythm rhythm(World world, int busyDay) {
    return world.isEven()
        ? Rhythm.even(world.start(), world.span())
        : new Rhythm(world.start(), (int) (world.span() / Rhythm.DAY), busyDay);
  }

  /** In the market one day is twice as busy, if there are a few. */
  private static int busyDay(World world, Dice dice) {
    int days = (int) (world.span() / Rhythm.DAY);
    return world.kind() == WorldKind.plain || world.isEven() || days < LEAST_DAYS_WITH_A_BUSY_ONE
        ? NO_DAY
        : dice.between(1, days - 2);
  }

  /** It has the number after all others, and no payments of its own. */
  private static Incident busyDay(World world, int day) {
    long start = world.start() + day * Rhythm.DAY;
    return new Incident(
        world.incidents() + 1,
        IncidentKind.BUSY_DAY,
        null,
        List.of("all"),
        List.of(),
        start,
        start + Rhythm.DAY - 1,
        List.of(),
        List.of());
  }
}
