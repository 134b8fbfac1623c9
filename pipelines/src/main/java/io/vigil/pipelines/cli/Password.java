package io.vigil.pipelines.cli;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A password that never shows itself: its text form is {@code ***}. It is named by reference, and
 * the reference is resolved once, where the job is launched.
 */
public final class Password implements Serializable {

  private static final long serialVersionUID = 1;

  private final String secret;

  private Password(String secret) {
    this.secret = secret;
  }

  /**
   * Finds the password that a reference names.
   *
   * @param flag what was given the reference, for messages
   * @param reference {@code env:NAME} or {@code file:PATH}; a line end at the end of the file is
   *     not part of the password
   * @throws IllegalArgumentException if it is neither; the message does not repeat it
   * @throws Refusal if the variable or the file is missing or empty
   */
  public static Password named(String flag, String reference) {
    return new Password(Secret.find(flag, "secret", reference));
  }

  /** The secret itself, for who must show it to a server. */
  public String reveal() {
    return secret;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Password that && secret.equals(that.secret);
  }

  @Override
  public int hashCode() {
    return secret.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
