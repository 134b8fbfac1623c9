package io.vigil.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private static final String HOSTILE = "in\u001b[2J\n\u202egpj.\u009b31m";
  private static final String SHOWN = "in\\u001b[2J\\u000a\\u202egpj.\\u009b31m";

  private final StringWriter written = new StringWriter();
  private final Terminal terminal = new Terminal(written);

  @Test
  void shouldKeepALineOneLine() {
    terminal.println(HOSTILE);
    terminal.println((Object) HOSTILE);

    assertThat(written.toString(), is((SHOWN + "%n").repeat(2).formatted()));
  }

  @Test
  void shouldKeepTheLinesOfATextAndNothingElse() {
    terminal.print(HOSTILE);
    terminal.write(HOSTILE.toCharArray(), 0, HOSTILE.length());
    terminal.append(HOSTILE);
    HOSTILE.chars().forEach(terminal::write);

    assertThat(written.toString(), is(SHOWN.replace("\\u000a", "\n").repeat(4)));
  }

  @Test
  void shouldBeSafeInLogsToo() {
    var context = new LoggerContext();
    var layout = new PatternLayout();
    layout.setContext(context);
    layout.getInstanceConverterMap().put("visible", VisibleConverter::new);
    layout.setPattern("%visible(%msg){line}%n%visible(%ex{0}){lines}");
    layout.start();
    var event =
        new LoggingEvent(
            "",
            context.getLogger("x"),
            Level.INFO,
            HOSTILE,
            new IllegalStateException("\u001b[2J"),
            null);

    assertThat(
        layout.doLayout(event),
        is("%s%njava.lang.IllegalStateException: \\u001b[2J%n".formatted(SHOWN)));
  }
}
