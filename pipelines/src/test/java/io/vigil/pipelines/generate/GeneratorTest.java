package io.vigil.pipelines.generate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.generate.Entry.Delay;
import io.vigil.pipelines.generate.GenerateConfig.Faults;
import io.vigil.pipelines.generate.GenerateConfig.Form;
import io.vigil.pipelines.generate.GenerateConfig.World;
import io.vigil.schemas.files.FileFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorTest {

  private static final long START = 1_772_409_600_000L; // 2026-03-02T00:00:00Z, a Monday
  private static final Form FORM =
      new Form(FileFormat.JSON, false, RecordOrder.arrival, 1_000, TruthLevel.none);

  /** Down to so little traffic that nothing comes for an hour. */
  @ParameterizedTest
  @CsvSource({
    "plain, 20000, 30000, 600000",
    "plain, 20000, 1, 0",
    "plain, 20000, 30000, 7200000",
    "plain, 300, 30000, 600000",
    "plain, 20, 60000, 0",
    "market, 20000, 30000, 600000",
    "market, 20, 60000, 0",
  })
  void shouldFindLateByTheRuleWhatIsMeantToBeLate(
      WorldKind world, long transactions, long outOfOrder, long allowed) {
    for (long seed = 1; seed <= 5; seed++) {
      int late = 0;
      for (var entry : arrived(world, seed, transactions, new Lateness(outOfOrder, allowed))) {
        if (entry.bad == null) {
          boolean isMeant = entry.delay == Delay.LATE;
          assertThat("seed " + seed, entry.streaming == Fate.LATE, is(isMeant));
          late += isMeant ? 1 : 0;
        }
      }
      assertThat(late, greaterThan(0));
    }
  }

  @ParameterizedTest
  @CsvSource({"plain, 20000", "plain, 300", "plain, 1", "market, 20000", "market, 1"})
  void shouldLetEveryRecordArriveOnce(WorldKind world, long transactions) {
    var happened = new ArrayList<Entry>();
    var arrived = new ArrayList<Entry>();

    new Generator(config(world, 1, transactions, new Lateness(30_000, 600_000)), it -> {})
        .run(happened::add, arrived::add);

    assertThat(arrived.size(), is(happened.size()));
    assertThat(new HashSet<>(arrived), is(new HashSet<>(happened)));
  }

  private static List<Entry> arrived(
      WorldKind world, long seed, long transactions, Lateness lateness) {
    var arrived = new ArrayList<Entry>();
    new Generator(config(world, seed, transactions, lateness), it -> {})
        .run(it -> {}, arrived::add);
    return arrived;
  }

  private static GenerateConfig config(
      WorldKind kind, long seed, long transactions, Lateness lateness) {
    return new GenerateConfig(
        seed,
        new World(
            kind,
            transactions,
            START,
            Rhythm.DAY,
            false,
            3,
            List.of(Subtlety.CLEAR),
            100,
            1,
            1_000,
            0.3,
            true),
        new Faults(0.05, 0.05, 0.2, 0.3, 0.05),
        lateness,
        FORM,
        null);
  }
}
