package io.vigil.pipelines.redrive;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Stage;
import io.vigil.schemas.protect.DecryptionKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decrypts dead letters, each with the key that fits. */
record Decryption(List<DecryptionKey> keys) {

  Decryption {
    keys = List.copyOf(keys);
  }

  /** Reads the keys. */
  static Decryption with(List<Path> files) throws IOException {
    var keys = new ArrayList<DecryptionKey>();
    for (var file : files) {
      keys.add(DecryptionKey.read(file));
    }
    return new Decryption(keys);
  }

  /**
   * Checks before anything is written that there are keys if one is needed.
   *
   * @throws Refusal if not
   */
  void check(DeadLetter letter) {
    if (letter.isEncrypted() && letter.stage() == Stage.PARSE && keys.isEmpty()) {
      throw new Refusal(
          "the dead letter of %s is encrypted: --deadLetterPrivateKey=FILE is missing"
              .formatted(letter.source()));
    }
  }

  /** The dead letter with its record as it was read; nothing if it is encrypted and no key fits. */
  Optional<DeadLetter> clear(DeadLetter letter) {
    return letter.isEncrypted()
        ? keys.stream().flatMap(key -> key.decrypt(letter).stream()).findFirst()
        : Optional.of(letter);
  }
}
