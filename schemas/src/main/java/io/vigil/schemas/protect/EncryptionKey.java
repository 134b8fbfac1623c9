package io.vigil.schemas.protect;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.UnusableFileException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * A public key: whoever has it can encrypt the bytes of records and read none of them. It is no
 * secret. The file is a key set of Tink, as {@code vigil keys} writes it.
 */
public final class EncryptionKey implements Serializable {

  private static final long serialVersionUID = 1;

  private final String keySet;
  private transient @Nullable HybridEncrypt encrypt;

  private EncryptionKey(String keySet) throws GeneralSecurityException {
    this.keySet = keySet;
    encrypt = load(keySet);
  }

  /**
   * Reads a public key.
   *
   * @throws UnusableFileException if there is none in the file
   */
  public static EncryptionKey read(Path file) throws IOException {
    var text = KeyFiles.text(file);
    try {
      return new EncryptionKey(text);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableFileException(
          file.toString(),
          holdsSecret(text)
              ? "holds a private key, which nobody but redrive needs; this takes the public one"
              : "is no public key that vigil keys has made");
    }
  }

  private static boolean holdsSecret(String text) {
    try {
      TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get())
          .getPublicKeysetHandle();
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static HybridEncrypt load(String keySet) throws GeneralSecurityException {
    KeyFiles.register();
    KeysetHandle handle = TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(keySet);
    return handle.getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
  }

  /** The record with its bytes encrypted; itself, if they are already, or if there are none. */
  public RawRecord encrypt(RawRecord record) {
    if (record.encoding() == Encoding.ENCRYPTED || isEmpty(record)) {
      return record;
    }
    try {
      var encrypted = loaded().encrypt(Plaintext.of(record), KeyFiles.context());
      return new RawRecord(
          record.position(), Encoding.ENCRYPTED, record.schema(), encrypted, record.damage());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was checked does not encrypt", e);
    }
  }

  private static boolean isEmpty(RawRecord record) {
    return record.bytes().length == 0 && record.metadata() == null;
  }

  private HybridEncrypt loaded() throws GeneralSecurityException {
    var known = encrypt;
    if (known == null) {
      known = load(keySet);
      encrypt = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncryptionKey that && keySet.equals(that.keySet);
  }

  @Override
  public int hashCode() {
    return keySet.hashCode();
  }
}
