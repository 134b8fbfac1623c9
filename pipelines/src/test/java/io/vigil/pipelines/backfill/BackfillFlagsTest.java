package io.vigil.pipelines.backfill;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong word on the command line gets one line, before anything is touched. */
class BackfillFlagsTest {

  private static final String DAYS = "--from=2026-03-01 --to=2026-03-02";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--archive=a --output=o | Missing required options: '--from=DAY', '--to=DAY'",
        "--archive=a --output=o --from=2026-03-02 --to=2026-03-01 | --from=2026-03-02 is after --to=2026-03-01",
        "--archive=a --output=o --from=1.3.2026 --to=2026-03-01 | '1.3.2026' is no day such as 2026-03-01",
        "DAYS --output=o | Missing required option: '--archive=DIR' or '--topic=TOPIC'",
        "DAYS --archive=a | Missing required option: '--jdbcUrl=URL' or '--output=DIR'",
        "DAYS --archive=a --topic=t --output=o | --archive and --topic exclude each other",
        "DAYS --archive=a --output=o --startFrom=earliest | need --topic",
        "DAYS --archive=a --output=o --bootstrapServers=h:1 | need --topic",
        "DAYS --topic=t --output=o | --bootstrapServers=HOST:PORT is missing",
        "DAYS --topic=t --output=o --history=3 | --history has no meaning for a topic",
        "DAYS --topic=t --output=o --skipDamaged | --skipDamaged has no meaning for a topic",
        "DAYS --topic=t --output=o --startFrom=committed | a backfill has no consumer group",
        "DAYS --topic=t --output=o --endAt=soon | 'soon' is not",
        "DAYS --archive=a --output=o --history=-1 | --history must not be negative",
        "DAYS --archive=a --output=o --compare | --compare compares with the tables of --jdbcUrl",
        "DAYS --archive=a --output=o --limit=-1 | --limit must not be negative",
        "DAYS --archive=a --output=o --generation=0 | --generation must be 1 or more",
        "DAYS --archive=a --jdbcUrl=jdbc:postgresql://h/d --generation=4 | --generation is for --output alone",
        "DAYS --archive=a --jdbcUrl=jdbc:postgresql://h/d --overwrite | --overwrite needs --output",
        "DAYS --archive=a --output=o --parallelsm=2 | unknown flag '--parallelsm'; did you mean '--parallelism'?",
      })
  void shouldRefuseAWrongCommandLine(String flags, String message) {
    var run = vigil(("backfill " + flags.replace("DAYS", DAYS)).split(" "));

    assertThat(run.exitCode(), is(2));
    assertThat(run.out(), is(empty()));
    assertThat(run.err(), contains(containsString(message)));
  }

  @Test
  void shouldRefuseAFolderThatIsNoArchive() {
    var run =
        vigil(
            ("backfill --archive=" + folder + " --output=" + folder.resolve("o") + " " + DAYS)
                .split(" "));

    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), contains(containsString(folder + " is not an archive")));
  }

  @Test
  void shouldRefuseAServerThatIsNotThere() {
    var run =
        vigil(
            ("backfill --archive=" + folder + " --jdbcUrl=jdbc:postgresql://localhost:1/d " + DAYS)
                .split(" "));

    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), contains(containsString("cannot reach PostgreSQL at localhost:1/d")));
  }
}
