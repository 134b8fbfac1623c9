package io.vigil.pipelines.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.postgres.Generations.Work;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Total;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What readers, writers, the dead and the unlucky see of a publication. */
class GenerationsTest {

  private static final RecordCounts COUNTS = new RecordCounts(10, 9, 1, 0);
  private static final int HOURS = 2_000;

  private PostgresConfig live;

  @BeforeEach
  void setUp() {
    live = TestPostgres.freshSchema();
  }

  @Test
  void shouldReplaceTheRowsOfTheRangeAndNoOthers() {
    write(live, List.of(day(1, "a", 10, 0), day(2, "a", 10, 0), day(2, "b", 10, 0)));
    write(live, List.of(day(3, "a", 10, 0)));

    try (var generation = Generations.begin(live, backfill(2, 2))) {
      write(generation.staging(), List.of(day(2, "a", 12, generation.generation())));
      var published = generation.publish(COUNTS);

      assertThat(published.removed().get("totals"), is(2L));
      assertThat(published.written().get("totals"), is(1L));
    }
    assertThat(
        PostgresRows.list(Tables.TOTALS, live),
        is(List.of(day(1, "a", 10, 0), day(2, "a", 12, 1), day(3, "a", 10, 0))));
    assertThat(state(1), is("published 10 9 1 0"));
    assertThat(stagings(), is(empty()));
  }

  @Test
  void shouldNeverShowAMix() throws Exception {
    var hours = IntStream.range(0, HOURS).mapToObj(i -> hour(i, 1, 0)).toList();
    write(live, hours);
    var seen = new TreeSet<String>();
    var isDone = new AtomicBoolean();
    var threads = Executors.newFixedThreadPool(2);
    try {
      var hasLooked = new CountDownLatch(1);
      Callable<Integer> reader =
          () -> {
            int looks = 0;
            while (!isDone.get()) {
              seen.add(
                  TestPostgres.query(
                      live,
                      "SELECT count(*) || ' ' || sum(count) || ' ' || min(generation) || max(generation) FROM totals"));
              hasLooked.countDown();
              looks++;
            }
            return looks;
          };
      var looking = threads.submit(reader);
      hasLooked.await();
      for (int value = 2; value <= 4; value++) {
        try (var generation = Generations.begin(live, backfill(1, 90))) {
          int now = value;
          write(
              generation.staging(),
              hours.subList(0, HOURS / now).stream()
                  .map(it -> revised(it, now, generation.generation()))
                  .toList());
          generation.publish(COUNTS);
        }
      }
      isDone.set(true);
      assertThat(looking.get(), greaterThan(3));
    } finally {
      threads.shutdownNow();
    }
    seen.add("2000 2000 00");
    seen.removeAll(List.of("2000 2000 00", "1000 2000 11", "666 1998 22", "500 2000 33"));
    assertThat(seen, is(empty()));
  }

  @Test
  void shouldNotLetTheLiveJobInBetween() throws Exception {
    var hours = IntStream.range(0, HOURS).mapToObj(i -> hour(i, 1, 0)).toList();
    write(live, hours);
    var isDone = new AtomicBoolean();
    var threads = Executors.newFixedThreadPool(2);
    var before = TestPostgres.query(live, DEADLOCKS);
    try {
      Callable<Integer> writer =
          () -> {
            int writes = 0;
            for (; !isDone.get(); writes++) {
              write(live, hours.subList(writes % 10, HOURS));
            }
            return writes;
          };
      var writing = threads.submit(writer);
      for (int i = 0; i < 3; i++) {
        try (var generation = Generations.begin(live, backfill(1, 90))) {
          write(
              generation.staging(),
              hours.stream().map(it -> revised(it, 2, generation.generation())).toList());
          generation.publish(COUNTS);
        }
      }
      isDone.set(true);
      assertThat(writing.get(), greaterThan(0));
    } finally {
      threads.shutdownNow();
    }
    assertThat(
        TestPostgres.query(live, "SELECT min(generation) || ' ' || sum(count) FROM totals"),
        is("3 4000"));
    assertThat(TestPostgres.query(live, DEADLOCKS), is(before));
  }

  private static final String DEADLOCKS =
      "SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'";

  @Test
  void shouldLetReadersReadAndWritersWaitWhileItPublishes() throws Exception {
    write(live, List.of(day(2, "a", 10, 0)));
    write(live, flag("held", at("2026-03-02T10:00:00Z")));
    var threads = Executors.newFixedThreadPool(3);
    try (var generation = Generations.begin(live, backfill(2, 2));
        var holder = live.dataSource().getConnection()) {
      write(generation.staging(), List.of(day(2, "a", 12, 1)));
      // The publication replaces totals, and then waits for this row.
      holder.setAutoCommit(false);
      Sql.list(
          holder,
          "SELECT rule FROM " + UpsertSql.nameOf(live.schema(), Tables.FLAGS) + " FOR UPDATE",
          row -> row.getString(1));
      var publishing = threads.submit(() -> generation.publish(COUNTS));
      awaitWaiting("DELETE FROM " + UpsertSql.nameOf(live.schema(), Tables.FLAGS));
      var writing = threads.submit(() -> write(live, List.of(day(2, "a", 11, 0))));
      var other = threads.submit(() -> write(live, List.of(day(2, "b", 1, 0))));
      awaitWaiting("INSERT INTO " + UpsertSql.nameOf(live.schema(), Tables.TOTALS));

      assertThat(PostgresRows.list(Tables.TOTALS, live), is(List.of(day(2, "a", 10, 0))));
      assertThat(writing.isDone() || other.isDone(), is(false));

      holder.rollback();
      publishing.get();
      writing.get();
      other.get();
    } finally {
      threads.shutdownNow();
    }
    assertThat(
        PostgresRows.list(Tables.TOTALS, live), is(List.of(day(2, "a", 12, 1), day(2, "b", 1, 0))));
  }

  private void awaitWaiting(String statement) throws SQLException {
    var limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    var question =
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND starts_with(query, '%s')"
            .formatted(statement);
    while (!TestPostgres.query(live, question).equals("t")) {
      if (System.nanoTime() > limit) {
        throw new AssertionError("nobody waits with " + statement);
      }
    }
  }

  @Test
  void shouldChangeNothingIfItFailsHalfWay() throws SQLException {
    write(live, List.of(day(2, "a", 10, 0)));

    try (var generation = Generations.begin(live, backfill(2, 2))) {
      write(generation.staging(), List.of(day(2, "a", 12, 1)));
      // Totals are replaced first, and flags last.
      TestPostgres.execute(generation.staging(), "DROP TABLE flags");

      var refusal = assertThrows(Refusal.class, () -> generation.publish(COUNTS));
      assertThat(refusal.getMessage(), containsString("cannot publish generation 1"));
    }
    assertThat(PostgresRows.list(Tables.TOTALS, live), is(List.of(day(2, "a", 10, 0))));
    assertThat(state(1), is("discarded"));
  }

  @Test
  void shouldRefuseASecondOneOfTheSameDays() {
    try (var first = Generations.begin(live, backfill(2, 4))) {
      var refusal =
          assertThrows(Refusal.class, () -> Generations.begin(live, backfill(4, 6)).close());

      assertThat(
          refusal.getMessage(),
          containsString(
              "backfill of 2026-03-02 to 2026-03-04 (generation 1) is running in schema"));
      // Other days, or only to compare: nothing is in the way.
      Generations.begin(live, backfill(5, 6)).close();
      Generations.begin(live, new Work("reconcile", days(2, 4), false)).close();
      assertThat(first.generation(), is(1L));
    }
    Generations.begin(live, backfill(4, 6)).close();
  }

  @Test
  void shouldTidyUpAfterOneThatDied() {
    write(live, List.of(day(2, "a", 10, 0)));
    var dead = Generations.begin(live, backfill(2, 2));
    write(dead.staging(), List.of(day(2, "a", 12, 1)));
    dead.die();
    assertThat(stagings(), contains(dead.staging().schema()));
    awaitUnlocked(1);

    try (var next = Generations.begin(live, backfill(2, 2))) {
      assertThat(next.generation(), is(2L));
      assertThat(stagings(), contains(next.staging().schema()));
    }
    assertThat(state(1), is("abandoned"));
    assertThat(PostgresRows.list(Tables.TOTALS, live), is(List.of(day(2, "a", 10, 0))));
  }

  @Test
  void shouldTidyUpAfterOneThatDiedWhenItHadPublished() {
    var dead = Generations.begin(live, backfill(2, 2));
    write(dead.staging(), List.of(day(2, "a", 12, 1)));
    dead.publish(COUNTS);
    dead.die();
    awaitUnlocked(1);

    Generations.begin(live, backfill(3, 3)).close();

    assertThat(stagings(), is(empty()));
    assertThat(state(1), is("published 10 9 1 0"));
    assertThat(PostgresRows.list(Tables.TOTALS, live), is(List.of(day(2, "a", 12, 1))));
  }

  @Test
  void shouldPublishAfterItsSessionBrokeOff() throws SQLException {
    try (var generation = Generations.begin(live, backfill(2, 2))) {
      write(generation.staging(), List.of(day(2, "a", 12, 1)));
      breakSessions();

      generation.publish(COUNTS);
    }
    assertThat(PostgresRows.list(Tables.TOTALS, live), is(List.of(day(2, "a", 12, 1))));
    assertThat(stagings(), is(empty()));
  }

  @Test
  void shouldNotPublishIfItWasTakenForDeadMeanwhile() throws SQLException {
    try (var generation = Generations.begin(live, backfill(2, 2))) {
      write(generation.staging(), List.of(day(2, "a", 12, 1)));
      breakSessions();
      Generations.begin(live, backfill(2, 2)).close();

      var refusal = assertThrows(Refusal.class, () -> generation.publish(COUNTS));
      assertThat(refusal.getMessage(), containsString("taken for dead while the server was away"));
    }
    assertThat(PostgresRows.list(Tables.TOTALS, live), is(empty()));
    assertThat(state(1), is("abandoned"));
  }

  @Test
  void shouldTakeAGenerationAboveAllThatAreThere() {
    write(live, List.of(day(2, "a", 10, 7)));
    assertThat(Generations.next(live, backfill(2, 2)), is(8L));

    try (var generation = Generations.begin(live, backfill(2, 2))) {
      assertThat(generation.generation(), is(8L));
    }
    assertThat(Generations.next(live, backfill(5, 5)), is(9L));
  }

  @Test
  void shouldReplaceIncidentsThatCrossTheBordersAsAWhole() {
    // Live: one incident from before midnight to after it, and another one that begins with the
    // first spike of the day after the range.
    var before = at("2026-03-01T23:59:50Z");
    var first = at("2026-03-02T00:00:10Z");
    var last = at("2026-03-02T23:59:50Z");
    var after = at("2026-03-03T00:00:10Z");
    write(live, spike(before, before, 0), spike(first, before, 0), spike(after, after, 0));
    write(live, incident(before, first, 2, 0), incident(after, after, 1, 0));

    try (var generation = Generations.begin(live, backfill(2, 2))) {
      // Now: the spike in the morning is none, and there is one in the evening.
      write(
          generation.staging(),
          spike(before, before, 1),
          spike(last, last, 1),
          spike(after, last, 1));
      write(generation.staging(), incident(before, before, 1, 1), incident(last, after, 2, 1));
      generation.publish(COUNTS);
    }

    assertThat(
        PostgresRows.list(Tables.SPIKES, live),
        is(List.of(spike(before, before, 1), spike(last, last, 1), spike(after, last, 1))));
    assertThat(
        PostgresRows.list(Tables.INCIDENTS, live),
        is(List.of(incident(before, before, 1, 1), incident(last, after, 2, 1))));
  }

  @Test
  void shouldReplaceFlagsThoughTheyHaveNoVersion() {
    var old = flag("old", at("2026-03-02T10:00:00Z"));
    var other = flag("other", at("2026-03-03T00:00:00Z"));
    write(live, old, other);

    try (var generation = Generations.begin(live, backfill(2, 2))) {
      write(generation.staging(), flag("new", at("2026-03-02T10:00:00Z")));
      generation.publish(COUNTS);
    }
    assertThat(
        PostgresRows.list(Tables.FLAGS, live),
        is(List.of(flag("new", at("2026-03-02T10:00:00Z")), other)));
  }

  @Test
  void shouldRefuseASchemaWhoseNameLeavesNoRoom() {
    var config = live.withSchema("x".repeat(55));
    PostgresTables.prepare(config);

    var refusal = assertThrows(Refusal.class, () -> Generations.begin(config, backfill(2, 2)));

    assertThat(refusal.getMessage(), containsString("is too long"));
    assertThat(Generations.next(config, backfill(2, 2)), is(1L));
  }

  @Test
  void shouldSeeThatADayWouldHaveFewer() {
    write(live, List.of(day(2, "all", 10, 0), day(3, "all", 10, 0)));
    try (var generation = Generations.begin(live, backfill(2, 3))) {
      write(generation.staging(), List.of(day(2, "all", 10, 1), day(3, "all", 9, 1)));

      assertThat(
          generation.dayWithFewer().orElse(""),
          is("of 2026-03-03 10 transactions are live, and 9 would be counted"));
      assertThat(stagings(), not(empty()));
    }
  }

  private static Work backfill(int from, int to) {
    return new Work("backfill", days(from, to), true);
  }

  private static DayRange days(int from, int to) {
    var first = LocalDate.parse("2026-03-01").plusDays(from - 1);
    return new DayRange(first, first.plusDays(to - from));
  }

  private static Total day(int day, String key, long count, long generation) {
    var start = at("2026-03-0%dT00:00:00Z".formatted(day));
    return total(Grain.DAY, key, start, Duration.ofDays(1), count, generation);
  }

  private static Total hour(int hour, long count, long generation) {
    long start = at("2026-03-01T00:00:00Z") + Duration.ofHours(hour).toMillis();
    return total(Grain.HOUR, "a", start, Duration.ofHours(1), count, generation);
  }

  private static Total revised(Total one, long count, long generation) {
    return total(one.grain(), one.key(), one.windowStart(), Duration.ofHours(1), count, generation);
  }

  private static Total total(
      Grain grain, String key, long start, Duration length, long count, long generation) {
    return new Total(
        grain,
        key.equals("all") ? Dimension.ALL : Dimension.MERCHANT,
        key,
        "EUR",
        start,
        start + length.toMillis(),
        count,
        0,
        0,
        count * 100,
        100,
        1,
        generation,
        count,
        true);
  }

  private static Spike spike(long start, long incidentStart, long generation) {
    return new Spike(
        "spike" + start,
        "incident" + incidentStart,
        Dimension.MERCHANT,
        "a",
        start,
        start + 10_000,
        7,
        0.5,
        1e-9,
        5,
        "declined",
        60,
        Spike.State.CONFIRMED,
        generation,
        7,
        true);
  }

  private static Incident incident(long first, long last, long spikes, long generation) {
    return new Incident(
        "incident" + first,
        Dimension.MERCHANT,
        "a",
        first,
        last + 10_000,
        spikes,
        7 * spikes,
        7,
        first,
        Incident.Kind.CARD_TESTING,
        true,
        first,
        last,
        "declined",
        60,
        7,
        0.5,
        1e-9,
        7,
        7 * spikes,
        0,
        "",
        7 * spikes,
        "EUR 7.00",
        "t1",
        "",
        "",
        "",
        Spike.State.CONFIRMED,
        generation,
        7 * spikes,
        true);
  }

  private static Flag flag(String id, long time) {
    return new Flag("rule", "evidence", id, "content", time, "a", "EUR", null, null, null, null);
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static void write(PostgresConfig config, List<Total> totals) {
    Writes.batch(Tables.TOTALS, config, totals);
  }

  private static void write(PostgresConfig config, Spike... spikes) {
    Writes.batch(Tables.SPIKES, config, List.of(spikes));
  }

  private static void write(PostgresConfig config, Incident... incidents) {
    Writes.batch(Tables.INCIDENTS, config, List.of(incidents));
  }

  private static void write(PostgresConfig config, Flag... flags) {
    Writes.batch(Tables.FLAGS, config, List.of(flags));
  }

  private String state(long generation) {
    try {
      return TestPostgres.query(
          live,
          "SELECT concat_ws(' ', state, read, accepted, duplicates, dead_letters) FROM generations WHERE generation = "
              + generation);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> stagings() {
    return TestPostgres.schemasLike(live, "_backfill_");
  }

  /** As a restart of the server does. */
  private void breakSessions() throws SQLException {
    TestPostgres.execute(
        live,
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'vigil backfill'");
  }

  /** The server sees a moment later that a session is over. */
  private void awaitUnlocked(long generation) {
    var limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    try (var connection = live.dataSource().getConnection()) {
      while (LockedSession.isHeld(connection, live.schema(), generation)) {
        if (System.nanoTime() > limit) {
          throw new AssertionError("the lock of a dead session is still held");
        }
        Thread.onSpinWait();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
