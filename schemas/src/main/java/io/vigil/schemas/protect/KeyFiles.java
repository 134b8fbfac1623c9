package io.vigil.schemas.protect;

import com.google.crypto.tink.hybrid.HybridConfig;
import io.vigil.schemas.UnusableFileException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** What files with keys of either kind have in common. */
final class KeyFiles {

  /** Says for what something was encrypted, so that it is good for nothing else. */
  private static final byte[] CONTEXT = {'v', 'i', 'g', 'i', 'l', ' ', '1'};

  private KeyFiles() {}

  static byte[] context() {
    return CONTEXT;
  }

  static void register() {
    try {
      HybridConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new UnusableFileException(file.toString(), "is no file with a key");
    } catch (NoSuchFileException e) {
      throw new UnusableFileException(file.toString(), "no such file");
    } catch (AccessDeniedException e) {
      throw new UnusableFileException(file.toString(), "permission denied");
    }
  }
}
