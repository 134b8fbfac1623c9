package io.vigil.pipelines.cli;

/**
 * Says in one line why a command cannot do its job: something in its surroundings is not as it must
 * be. It is shown to the user as it is, without a stack trace, and the command exits with 1.
 */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  public Refusal(String message) {
    super(message);
  }

  public Refusal(String message, Throwable cause) {
    super(message, cause);
  }
}
