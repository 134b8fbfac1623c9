package io.vigil.pipelines.cli;

import io.vigil.schemas.VisibleText;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * What people see of a run. All that is printed goes through here, and nothing in it can steer the
 * terminal: a line that is printed stays one line, whatever names and values it quotes.
 */
public final class Terminal extends PrintWriter {

  public Terminal(Writer out) {
    super(out, true);
  }

  /** Standard output. */
  public static Terminal out() {
    return new Terminal(new PrintWriter(System.out, true));
  }

  /** Standard error. */
  public static Terminal err() {
    return new Terminal(new PrintWriter(System.err, true));
  }

  @Override
  public void println(String line) {
    super.println(VisibleText.line(String.valueOf(line)));
  }

  @Override
  public void println(Object line) {
    println(String.valueOf(line));
  }

  @Override
  public void write(String text, int start, int length) {
    var visible = VisibleText.lines(text.substring(start, start + length));
    super.write(visible, 0, visible.length());
  }

  @Override
  public void write(char[] text, int start, int length) {
    write(new String(text, start, length), 0, length);
  }

  @Override
  public void write(int character) {
    write(String.valueOf((char) character), 0, 1);
  }
}
