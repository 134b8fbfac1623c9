package io.vigil.schemas;

import java.io.IOException;

/** A file of which nothing can be read, with the reason in one line that names the file. */
public final class UnusableFileException extends IOException {

  private static final long serialVersionUID = 1;

  private final String reason;

  public UnusableFileException(String path, String reason) {
    super(path + ": " + reason);
    this.reason = reason;
  }

  /** What is wrong with the file, without its name. */
  public String reason() {
    return reason;
  }
}
