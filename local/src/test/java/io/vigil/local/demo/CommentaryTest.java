package io.vigil.local.demo;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommentaryTest {

  private final StringWriter printed = new StringWriter();

  @Test
  void inATerminalATableIsDrawnOverItself() {
    var commentary = new Commentary(new PrintWriter(printed), true);

    commentary.draw(List.of("one", "two"), "plain");
    commentary.draw(List.of("three", "four"), "plain");

    assertThat(printed.toString(), containsString("two\n\u001b[J\u001b[2A\u001b[2K    three"));
  }

  @Test
  void aLineBetweenTwoTablesKeepsTheFirst() {
    var commentary = new Commentary(new PrintWriter(printed), true);

    commentary.draw(List.of("one"), "plain");
    commentary.say("a line");
    commentary.draw(List.of("two"), "plain");

    assertThat(printed.toString(), not(containsString("\u001b[1A")));
  }

  @Test
  void elsewhereAPlainLineIsPrintedNowAndThen() {
    var commentary = new Commentary(new PrintWriter(printed), false);

    commentary.draw(List.of("one"), "first");
    commentary.draw(List.of("two"), "second");

    assertThat(printed.toString(), is("    first" + System.lineSeparator()));
  }

  @Test
  void afterAnInterruptionNothingIsSaid() {
    var commentary = new Commentary(new PrintWriter(printed), false);

    commentary.beSilent();
    commentary.say("a line");
    commentary.draw(List.of("one"), "plain");

    assertThat(printed.toString(), is(""));
  }
}
