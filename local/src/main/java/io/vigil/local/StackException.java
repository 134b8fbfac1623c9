package io.vigil.local;

/** The stack cannot do what was asked. The message is one line for the user and names the part. */
public final class StackException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public StackException(String message) {
    super(message);
  }
}
