package io.vigil.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DashboardCommandTest {

  private static final String URL = "--jdbcUrl=jdbc:postgresql://127.0.0.1:1/none";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void refusesToLetOthersInWithoutAToken() {
    assertThat(run(URL, "--listen=0.0.0.0"), is(2));
    assertThat(err.toString(), containsString("--listen=0.0.0.0 lets other machines in"));
  }

  @Test
  void neverRepeatsATokenThatWasGivenByMistake() {
    assertThat(run(URL, "--token=s3cret"), is(2));
    assertThat(err.toString(), containsString("--token takes env:NAME or file:PATH"));
    assertThat(err.toString().contains("s3cret"), is(false));
  }

  @Test
  void needsADatabase() {
    assertThat(run(), is(2));
    assertThat(err.toString(), containsString("--jdbcUrl=URL is missing"));
  }

  @Test
  void printsARoleThatCanOnlyRead() {
    assertThat(run("--printGrants"), is(0));
    assertThat(out.toString(), containsString("GRANT SELECT ON vigil.totals"));
    assertThat(out.toString().contains("INSERT"), is(false));
  }

  private int run(String... flags) {
    return DashboardCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(flags);
  }
}
