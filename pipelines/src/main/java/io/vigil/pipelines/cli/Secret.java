package io.vigil.pipelines.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets, which are named by reference: {@code env:NAME} or {@code file:PATH}. No message
 * repeats what it finds, nor a reference that may be a secret given by mistake.
 */
public final class Secret {

  private static final String ENVIRONMENT = "env:";
  private static final String FILE = "file:";

  private Secret() {}

  /**
   * Finds the secret that a reference names.
   *
   * @param flag by which the reference was given
   * @param what it is, in messages
   * @param reference {@code env:NAME} or {@code file:PATH}; a line end at the end of the file is
   *     not part of the secret
   * @throws IllegalArgumentException if it is neither
   * @throws Refusal if the variable or the file is missing or empty
   */
  public static String find(String flag, String what, String reference) {
    if (reference.startsWith(ENVIRONMENT)) {
      var name = reference.substring(ENVIRONMENT.length());
      return found(flag, what, System.getenv(name), "the environment variable " + name);
    }
    if (reference.startsWith(FILE)) {
      return inFile(flag, what, reference.substring(FILE.length()));
    }
    throw new IllegalArgumentException(
        "%s takes env:NAME or file:PATH, never the %s itself".formatted(flag, what));
  }

  private static String inFile(String flag, String what, String path) {
    try {
      return found(flag, what, Files.readString(Path.of(path)).replaceFirst("\\R\\z", ""), path);
    } catch (InvalidPathException e) {
      throw unreadable(flag, path, "it is no path", e);
    } catch (CharacterCodingException e) {
      throw unreadable(flag, path, "it is no text in UTF-8", e);
    } catch (IOException e) {
      throw unreadable(flag, path, FileProblem.inWords(e), e);
    }
  }

  private static Refusal unreadable(String flag, String path, String why, Exception cause) {
    return new Refusal("cannot read %s=file:%s: %s".formatted(flag, path, why), cause);
  }

  private static String found(String flag, String what, @Nullable String secret, String where) {
    if (secret == null || secret.isEmpty()) {
      throw new Refusal("%s: %s holds no %s".formatted(flag, where, what));
    }
    return secret;
  }
}
