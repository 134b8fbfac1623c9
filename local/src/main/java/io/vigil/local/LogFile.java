package io.vigil.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The end of a log. */
public final class LogFile {

  private static final int TAIL = 16_384;

  private LogFile() {}

  /** The last line that is not part of a stack trace; what there is to say if there is none. */
  public static String lastLine(Path log) {
    if (!Files.exists(log)) {
      return "its log is empty";
    }
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - TAIL));
      var tail = new byte[(int) Math.min(TAIL, file.length())];
      file.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8)
          .lines()
          .filter(it -> !it.isBlank() && !it.startsWith("\t") && !it.startsWith(" "))
          .reduce((earlier, later) -> later)
          .orElse("its log is empty");
    } catch (IOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }
}
