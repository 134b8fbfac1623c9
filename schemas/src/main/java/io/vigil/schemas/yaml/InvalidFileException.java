package io.vigil.schemas.yaml;

import java.util.List;

/**
 * A file whose content is wrong, with all that is wrong in it: a line each, {@code file:7: why}.
 */
public final class InvalidFileException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  public InvalidFileException(List<String> problems) {
    super(String.join("\n", problems));
  }

  /** The problems in the order of their lines. */
  public List<String> problems() {
    return getMessage().lines().toList();
  }
}
