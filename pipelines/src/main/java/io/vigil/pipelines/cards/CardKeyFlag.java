package io.vigil.pipelines.cards;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.cli.Secret;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.protect.CardKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that names the key for pseudonyms of cards, for every command that reads records. */
public final class CardKeyFlag {

  private static final String FLAG = "--cardPseudonym";
  private static final String PSEUDONYM = "the pseudonym of card_id";

  @Option(
      names = FLAG,
      paramLabel = "REFERENCE",
      description =
          "Replace card ids by pseudonyms, with the key in env:NAME or file:PATH, which is looked up"
              + " once, at launch. A mapping may name it instead.")
  private @Nullable String reference;

  /** Whether the flag is given. */
  public boolean isGiven() {
    return reference != null;
  }

  /**
   * Finds the key that the flag names, or the mapping; null if none of the two does.
   *
   * @throws IllegalArgumentException if both do, or it is no reference
   * @throws Refusal if the key is not there, or is none
   */
  public @Nullable CardKey key(@Nullable Mapping mapping) {
    var inMapping = mapping == null ? null : mapping.pseudonym();
    if (reference != null && inMapping != null) {
      throw new IllegalArgumentException(
          "%s and %s in the mapping are both given".formatted(FLAG, PSEUDONYM));
    }
    if (reference != null) {
      return find(FLAG, reference);
    }
    return inMapping == null ? null : find(PSEUDONYM, inMapping);
  }

  private static CardKey find(String flag, String reference) {
    var secret = Secret.find(flag, "key", reference);
    try {
      return CardKey.of(secret.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new Refusal("%s=%s: %s".formatted(flag, reference, e.getMessage()), e);
    }
  }
}
