package io.vigil.schemas.protect;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.mapping.Mapping;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How records are protected, right behind the parser: whatever comes after sees no card number of a
 * good record, and no content of a bad one. Goes to the workers with the steps that read.
 *
 * @param cardKey gives cards their pseudonyms; null to leave them as they are
 * @param deadLetterKey encrypts the records that hold no transaction; null to leave them as they
 *     are
 */
public record CardProtection(@Nullable CardKey cardKey, @Nullable EncryptionKey deadLetterKey)
    implements Serializable {

  /** Leaves records as they are. */
  public static final CardProtection NONE = new CardProtection(null, null);

  /**
   * Checks that cards get pseudonyms if the mapping says so.
   *
   * @throws IllegalArgumentException if there is no key for it
   */
  public void checkFor(@Nullable Mapping mapping) {
    if (mapping != null && mapping.pseudonym() != null && cardKey == null) {
      throw new IllegalArgumentException(mapping + " wants pseudonyms, and there is no key");
    }
  }

  /** Protects records on one thread. */
  public Protector protector() {
    var pseudonyms = cardKey == null ? null : new Pseudonyms(cardKey);
    var encryption = deadLetterKey;
    return parsed -> protect(parsed, pseudonyms, encryption);
  }

  private static Parsed protect(
      Parsed parsed, @Nullable Pseudonyms pseudonyms, @Nullable EncryptionKey encryption) {
    if (parsed instanceof Transaction transaction) {
      return pseudonyms == null
          ? transaction
          : transaction.withCard(pseudonyms.of(transaction.cardId()));
    }
    return parsed instanceof ParseFailure failure && encryption != null
        ? encrypted(failure, encryption)
        : parsed;
  }

  private static ParseFailure encrypted(ParseFailure failure, EncryptionKey key) {
    var record = key.encrypt(failure.record());
    return record.equals(failure.record()) ? failure : HiddenMessage.of(failure).withRecord(record);
  }

  /** Protects one record after the other, on one thread. */
  @FunctionalInterface
  public interface Protector {

    /** The same without what is to be protected. A second time it changes nothing. */
    Parsed protect(Parsed parsed);
  }
}
