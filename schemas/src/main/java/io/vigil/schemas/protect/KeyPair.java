package io.vigil.schemas.protect;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HpkeParameters;
import java.security.GeneralSecurityException;

/**
 * A new public key and its private one, as the texts of their files. The algorithm is HPKE (RFC
 * 9180) with X25519, HKDF-SHA-256 and AES-256-GCM.
 *
 * @param publicKey for {@link EncryptionKey}
 * @param privateKey for {@link DecryptionKey}; a secret
 */
public record KeyPair(String publicKey, String privateKey) {

  /** Makes a pair. */
  public static KeyPair generate() {
    KeyFiles.register();
    try {
      var handle =
          KeysetHandle.generateNew(
              HpkeParameters.builder()
                  .setVariant(HpkeParameters.Variant.TINK)
                  .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                  .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                  .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                  .build());
      return new KeyPair(
          TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(handle.getPublicKeysetHandle()),
          TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no key can be made", e);
    }
  }

  @Override
  public String toString() {
    return "KeyPair[***]";
  }
}
