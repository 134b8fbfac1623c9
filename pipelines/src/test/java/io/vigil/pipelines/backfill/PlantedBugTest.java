package io.vigil.pipelines.backfill;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresQuery;
import io.vigil.pipelines.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thirty days are published with amounts a hundred times too high, and mended by one command. */
class PlantedBugTest {

  private static final String MAPPING =
      """
      version: 1
      fields:
        transaction_id: {column: transaction_id}
        event_time: {column: event_time}
        card_id: {column: card_id}
        merchant_id: {column: merchant_id}
        amount: %s
        currency: {column: currency}
        country: {column: country}
        status: {column: status}
        category: {column: category}
        risk_score: {column: risk_score}
      """;

  @TempDir private Path folder;

  @Test
  void shouldMendThirtyDaysWithOneCommandWhileReadersLookOn() throws Exception {
    var live = TestPostgres.freshSchema();
    var wrong = mapping("wrong", "{expression: DECIMAL(amount) * 100}");
    var right = mapping("right", "{column: amount}");
    var input = "--input=" + folder.resolve("in/transactions/*");
    run(
        "generate",
        "--output=" + folder.resolve("in"),
        "--transactions=6000",
        "--days=30",
        "--start=2026-03-01",
        "--badRate=0",
        "--format=csv");
    run(live, "monitor", input, "--mapping=" + wrong, "--output=" + folder.resolve("published"));
    run("archive", input, "--mapping=" + right, "--archive=" + folder.resolve("archive"));

    var seen = whileReading(live, () -> backfill(live));

    // The sum was a hundred times what it is now, of the same generation throughout each time.
    assertThat(seen, contains("100 1 0", "1 1 1"));
    var reconciled =
        VigilRun.vigil(
            arguments(
                live,
                "reconcile",
                "--archive=" + folder.resolve("archive"),
                "--from=2026-03-01",
                "--to=2026-03-30"));
    assertThat(reconciled.result(), endsWith(" differences=0 reconciled=true"));
  }

  private VigilRun backfill(PostgresConfig live) {
    return run(
        live,
        "backfill",
        "--archive=" + folder.resolve("archive"),
        "--from=2026-03-01",
        "--to=2026-03-30");
  }

  /** What a dashboard sees, each state once: the sum against the right one, and generations. */
  private Set<String> whileReading(PostgresConfig live, Callable<VigilRun> work) throws Exception {
    var states = new LinkedHashSet<List<Long>>();
    var done = new CountDownLatch(1);
    var reader = Executors.newSingleThreadExecutor();
    try {
      var reading =
          reader.submit(
              () -> {
                boolean isLast;
                do {
                  isLast = done.getCount() == 0;
                  states.add(look(live));
                } while (!isLast);
                return states;
              });
      work.call();
      done.countDown();
      reading.get();
    } finally {
      reader.shutdown();
    }
    var list = List.copyOf(states);
    long right = list.get(list.size() - 1).get(0);
    var words = new LinkedHashSet<String>();
    list.forEach(it -> words.add(it.get(0) / right + " " + it.get(1) + " " + it.get(2)));
    return words;
  }

  private static List<Long> look(PostgresConfig live) {
    return PostgresQuery.ask(
            live,
            "SELECT sum(sum)::bigint, count(DISTINCT generation), max(generation) FROM totals",
            Duration.ofSeconds(30),
            row -> List.of(row.getLong(1), row.getLong(2), row.getLong(3)))
        .get(0);
  }

  private Path mapping(String name, String amount) throws IOException {
    return Files.writeString(folder.resolve(name + ".yaml"), MAPPING.formatted(amount));
  }

  private static VigilRun run(PostgresConfig live, String... flags) {
    return run(arguments(live, flags));
  }

  private static VigilRun run(String... arguments) {
    var run = VigilRun.vigil(arguments);
    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
    return run;
  }

  private static String[] arguments(PostgresConfig live, String... flags) {
    var arguments = new ArrayList<>(List.of(flags));
    arguments.add("--jdbcUrl=" + live.url());
    arguments.add("--jdbcUser=" + live.user());
    arguments.add("--jdbcSchema=" + live.schema());
    arguments.add("--parallelism=2");
    return arguments.toArray(String[]::new);
  }
}
