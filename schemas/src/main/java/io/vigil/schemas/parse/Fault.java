package io.vigil.schemas.parse;

/**
 * Says what was thrown where nothing should be: its class and the places in the code, and no word
 * of its message, which may quote the record.
 */
public final class Fault {

  private static final String OURS = "io.vigil.";

  private Fault() {}

  /**
   * In one line: {@code a.b.SomeException at c.d.Library.call(Library.java:7), called by
   * io.vigil.e.Ours.read(Ours.java:8)}.
   */
  public static String inWords(Throwable thrown) {
    var words = new StringBuilder(thrown.getClass().getName());
    var trace = thrown.getStackTrace();
    // The JVM leaves the trace out where the same is thrown again and again.
    if (trace.length > 0) {
      words.append(" at ").append(trace[0]);
      for (int i = 0; i < trace.length; i++) {
        if (trace[i].getClassName().startsWith(OURS)) {
          words.append(i == 0 ? "" : ", called by " + trace[i]);
          break;
        }
      }
    }
    return words.toString();
  }
}
