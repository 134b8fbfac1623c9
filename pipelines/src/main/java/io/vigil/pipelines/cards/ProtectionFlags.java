package io.vigil.pipelines.cards;

import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.protect.CardProtection;
import io.vigil.schemas.protect.EncryptionKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that protect card data, for commands that keep records. */
public final class ProtectionFlags {

  @Mixin private CardKeyFlag cardKey = new CardKeyFlag();

  @Option(
      names = "--deadLetterKey",
      paramLabel = "FILE",
      description =
          "Encrypt the bytes of records that do not parse with this public key; vigil keys makes"
              + " one. Only redrive needs the private one.")
  private @Nullable Path deadLetterKey;

  /** Whether one of them is given. */
  public boolean areGiven() {
    return cardKey.isGiven() || deadLetterKey != null;
  }

  /**
   * What they say, with the keys.
   *
   * @param mapping of the records, which may name the key of the cards
   * @param warnings where it is said if only half of the records are protected
   * @throws IllegalArgumentException if they contradict the mapping
   * @throws io.vigil.pipelines.cli.Refusal if a key is not there, or is none
   */
  public CardProtection protection(@Nullable Mapping mapping, PrintWriter warnings)
      throws IOException {
    var protection =
        new CardProtection(
            cardKey.key(mapping), deadLetterKey == null ? null : EncryptionKey.read(deadLetterKey));
    if (protection.cardKey() != null && protection.deadLetterKey() == null) {
      warnings.println(
          "warning: records that do not parse are kept in clear, with what cards are in them;"
              + " --deadLetterKey=FILE encrypts them");
    }
    return protection;
  }
}
