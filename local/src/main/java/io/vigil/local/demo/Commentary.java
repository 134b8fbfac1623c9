package io.vigil.local.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What the demo says: headings, lines, and one table at a time that changes in place. */
final class Commentary {

  private static final Duration BETWEEN_PLAIN_LINES = Duration.ofSeconds(5);
  private static final String INDENT = "    ";
  private static final int MINUTE = 60;

  private final PrintWriter out;
  private final boolean isTerminal;
  private final long start = System.nanoTime();
  private int drawn;
  private long lastPlain;
  private boolean isSilent;

  Commentary(PrintWriter out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
    this.lastPlain = start - BETWEEN_PLAIN_LINES.toNanos();
  }

  /** On standard output, as UTF-8 whatever the locale says. */
  static Commentary onStandardOutput() {
    var term = System.getenv("TERM");
    boolean isTerminal = System.console() != null && term != null && !term.equals("dumb");
    var stream = new FileOutputStream(FileDescriptor.out);
    return new Commentary(new PrintWriter(stream, true, StandardCharsets.UTF_8), isTerminal);
  }

  /** Seconds since the demo began. */
  long seconds() {
    return Duration.ofNanos(System.nanoTime() - start).toSeconds();
  }

  /** The heading of an act, with the time since the demo began. */
  void heading(int number, String title) {
    long now = seconds();
    var time = "%d:%02d".formatted(now / MINUTE, now % MINUTE);
    print("");
    print("%5s  %s".formatted(time, bold(number + "  " + title)));
  }

  /** A line under the heading. */
  void say(String line) {
    print(INDENT + line);
  }

  /** A line that does not belong under a heading. */
  void sayBroadly(String line) {
    print(line);
  }

  /**
   * Draws lines over those that were drawn just before. Where nothing can be drawn over, a plain
   * line is printed now and then.
   */
  synchronized void draw(List<String> lines, String plain) {
    if (isSilent) {
      return;
    }
    if (!isTerminal) {
      long now = System.nanoTime();
      if (now - lastPlain >= BETWEEN_PLAIN_LINES.toNanos()) {
        lastPlain = now;
        out.println(INDENT + plain);
      }
      return;
    }
    var text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append('A');
    }
    lines.forEach(line -> text.append("\u001b[2K").append(INDENT).append(line).append('\n'));
    // A table that shrinks leaves nothing behind.
    text.append("\u001b[J");
    out.print(text);
    out.flush();
    drawn = lines.size();
  }

  /** A line of the list at the end. */
  void check(Promise promise) {
    var mark = promise.isKept() ? colour("32", "✔") : colour("31", "✘");
    print("  %s %-54s %s".formatted(mark, promise.text(), promise.evidence()));
  }

  /** From now on nothing is said. */
  synchronized void beSilent() {
    isSilent = true;
  }

  private synchronized void print(String line) {
    if (!isSilent) {
      drawn = 0;
      out.println(line);
    }
  }

  private String bold(String text) {
    return colour("1", text);
  }

  private String colour(String code, String text) {
    boolean isPlain = !isTerminal || System.getenv("NO_COLOR") != null;
    return isPlain ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
