package io.vigil.schemas.protect;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.UnusableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * A private key: reads what was encrypted with its public one. It cannot be serialized, so that it
 * gets into no job.
 */
public final class DecryptionKey {

  private final HybridDecrypt decrypt;

  private DecryptionKey(HybridDecrypt decrypt) {
    this.decrypt = decrypt;
  }

  /**
   * Reads a private key.
   *
   * @throws UnusableFileException if there is none in the file
   */
  public static DecryptionKey read(Path file) throws IOException {
    var text = KeyFiles.text(file);
    try {
      KeyFiles.register();
      return new DecryptionKey(
          TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get())
              .getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableFileException(
          file.toString(), "is no private key that vigil keys has made");
    }
  }

  /** The dead letter with its record as it was read; nothing if it is for another key. */
  public Optional<DeadLetter> decrypt(DeadLetter letter) {
    try {
      var record = Plaintext.parse(decrypt.decrypt(letter.bytes(), KeyFiles.context()));
      return Optional.of(letter.withRecord(record.encoding(), record.bytes(), record.metadata()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
