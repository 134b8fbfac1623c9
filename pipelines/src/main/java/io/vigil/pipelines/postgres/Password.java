package io.vigil.pipelines.postgres;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A password that never shows itself: its text form is {@code ***}. It is named by reference, and
 * the reference is resolved once, where the job is launched.
 */
public final class Password implements Serializable {

  private static final long serialVersionUID = 1;
  private static final String ENVIRONMENT = "env:";
  private static final String FILE = "file:";

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
    if (reference.startsWith(ENVIRONMENT)) {
      var name = reference.substring(ENVIRONMENT.length());
      return found(flag, System.getenv(name), "the environment variable " + name);
    }
    if (reference.startsWith(FILE)) {
      return inFile(flag, reference.substring(FILE.length()));
    }
    throw new IllegalArgumentException(
        flag + " takes env:NAME or file:PATH, never the secret itself");
  }

  private static Password inFile(String flag, String path) {
    try {
      return found(flag, Files.readString(Path.of(path)).replaceFirst("\\R\\z", ""), path);
    } catch (InvalidPathException e) {
      throw new Refusal("cannot read " + flag + "=file:" + path + ": it is no path", e);
    } catch (IOException e) {
      throw new Refusal("cannot read " + flag + "=file:" + path + ": " + FileProblem.inWords(e), e);
    }
  }

  private static Password found(String flag, @Nullable String secret, String where) {
    if (secret == null || secret.isEmpty()) {
      throw new Refusal(flag + ": " + where + " holds nothing");
    }
    return new Password(secret);
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
