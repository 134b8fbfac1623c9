package io.vigil.schemas.protect;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives each card a pseudonym: the same for the same card and key, in every run, so that whatever
 * is found of a card is found of its pseudonym; and nobody without the key can tell which card it
 * is, nor try out which it could be.
 *
 * <p>It is {@code vp1_} and the first 18 bytes of HMAC-SHA-256 (RFC 2104) of the card id in UTF-8,
 * in Base64 for URLs (RFC 4648): 28 characters. An id of digits is taken without the blanks and
 * dashes that people write between them. An id that has the form of a pseudonym is one, and stays.
 * Each thread needs its own.
 */
public final class Pseudonyms {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "vp1_";

  /** 144 bits: of 10^10 cards no two have the same, but with a chance of one to 10^23. */
  private static final int KEPT_BYTES = 18;

  private static final Pattern PSEUDONYM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{24}");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder();

  private final Mac mac;

  public Pseudonyms(CardKey key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.reveal(), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** The card's pseudonym; itself, if it is one. */
  public String of(String cardId) {
    if (isPseudonym(cardId)) {
      return cardId;
    }
    var hash = mac.doFinal(withoutGaps(cardId).getBytes(StandardCharsets.UTF_8));
    return PREFIX + BASE64.encodeToString(Arrays.copyOf(hash, KEPT_BYTES));
  }

  static boolean isPseudonym(String cardId) {
    return cardId.startsWith(PREFIX) && PSEUDONYM.matcher(cardId).matches();
  }

  private static String withoutGaps(String cardId) {
    var digits = new StringBuilder(cardId.length());
    for (int i = 0; i < cardId.length(); i++) {
      char c = cardId.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      } else if (!isGap(c)) {
        return cardId;
      }
    }
    return digits.isEmpty() ? cardId : digits.toString();
  }

  private static boolean isGap(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.DASH_PUNCTUATION;
  }
}
