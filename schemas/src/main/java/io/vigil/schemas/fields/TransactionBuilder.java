package io.vigil.schemas.fields;

import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of one transaction in any order, checks them and normalises them, in one way for
 * all formats. It is reused from record to record and belongs to one thread.
 *
 * <p>An empty or blank text, and an absent or null value, are the same: the field is missing. So is
 * a country that nobody knows.
 */
public final class TransactionBuilder {

  /** The longest text of a field, in UTF-16 units: what every sink can hold in a key. */
  public static final int LONGEST_TEXT = 256;

  private static final int FEWEST_ISSUER_DIGITS = 6;
  private static final int MOST_ISSUER_DIGITS = 8;

  private static final Set<String> COUNTRIES = IsoCodes.countries();

  private final TextCache[] caches =
      Stream.generate(TextCache::new).limit(Field.values().length).toArray(TextCache[]::new);

  private @Nullable String transactionId;
  private @Nullable Long eventTime;
  private @Nullable String cardId;
  private @Nullable String merchantId;
  private @Nullable String currency;
  private @Nullable String country;
  private @Nullable String unknownCountry;
  private boolean isIssuerLeftOut;
  private boolean hasAmbiguousNumber;
  private boolean isSkipped;
  private @Nullable String status;
  private @Nullable String category;
  private @Nullable Double riskScore;
  private @Nullable String issuer;

  private @Nullable BigDecimal bigAmount;
  private long unscaledAmount;
  private int amountScale;
  private boolean hasAmount;

  public void clear() {
    transactionId = null;
    eventTime = null;
    cardId = null;
    merchantId = null;
    currency = null;
    country = null;
    unknownCountry = null;
    isIssuerLeftOut = false;
    hasAmbiguousNumber = false;
    isSkipped = false;
    status = null;
    category = null;
    riskScore = null;
    issuer = null;
    bigAmount = null;
    hasAmount = false;
  }

  /**
   * Takes a field that is a text.
   *
   * @throws IllegalArgumentException if the field is a time or a number
   */
  public void text(Field field, String value) throws Rejection {
    if (!value.isBlank()) {
      set(field, normalise(field, value));
    }
  }

  /**
   * Takes any field in the form that it has in a text format: the time in ISO 8601, numbers in
   * decimals. Blanks around it are no part of it.
   */
  public void text(Field field, char[] chars, int offset, int length) throws Rejection {
    int start = offset;
    int end = offset + length;
    while (start < end && isBlank(chars[start])) {
      start++;
    }
    while (start < end && isBlank(chars[end - 1])) {
      end--;
    }
    if (start < end) {
      stripped(field, chars, start, end - start);
    }
  }

  /** Most characters are told by a comparison: this is asked twice for each field. */
  private static boolean isBlank(char c) {
    return (c <= ' ' || c >= 0x80) && Character.isWhitespace(c);
  }

  private void stripped(Field field, char[] chars, int offset, int length) throws Rejection {
    switch (field) {
      case EVENT_TIME -> eventTime(EventTimes.parseIso(chars, offset, length));
      case AMOUNT -> Decimals.readAmount(chars, offset, length, this);
      case RISK_SCORE -> riskScore(Decimals.parseDouble(field, chars, offset, length));
      case TRANSACTION_ID, CARD_ID -> {
        var value = new String(chars, offset, length);
        if (isPlain(chars, offset, length)) {
          set(field, value);
        } else {
          text(field, value);
        }
      }
      case MERCHANT_ID, CURRENCY, COUNTRY, STATUS, CATEGORY, ISSUER -> {
        var cache = caches[field.ordinal()];
        var known = cache.get(chars, offset, length);
        if (known != null) {
          set(field, known);
        } else {
          var normalised = normalise(field, new String(chars, offset, length));
          if (normalised != null) {
            cache.put(chars, offset, length, normalised);
          }
          set(field, normalised);
        }
      }
    }
  }

  private void set(Field field, @Nullable String value) {
    switch (field) {
      case TRANSACTION_ID -> transactionId = value;
      case CARD_ID -> cardId = value;
      case MERCHANT_ID -> merchantId = value;
      case CURRENCY -> currency = value;
      case COUNTRY -> country = value;
      case STATUS -> status = value;
      case CATEGORY -> category = value;
      case ISSUER -> issuer = value;
      case EVENT_TIME, AMOUNT, RISK_SCORE ->
          throw new IllegalArgumentException(field.fieldName() + " is no text");
    }
  }

  private @Nullable String normalise(Field field, String value) throws Rejection {
    checkText(field, value);
    return switch (field) {
      case CURRENCY -> checkCurrency(value);
      case COUNTRY -> knownCountry(value);
      case STATUS -> value.strip().toUpperCase(Locale.ROOT);
      case ISSUER -> knownIssuer(value.strip());
      default -> value.strip();
    };
  }

  /** Whether the text passes all checks, by a shorter one that most texts pass. */
  private static boolean isPlain(char[] chars, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (chars[i] <= ' ' || chars[i] >= Character.MIN_SURROGATE) {
        return false;
      }
    }
    return length > 0 && length <= LONGEST_TEXT;
  }

  /** Takes the event time, in milliseconds since the epoch. */
  public void eventTime(long epochMillis) throws Rejection {
    eventTime = EventTimes.checkRange(epochMillis);
  }

  /** Takes the amount, which is {@code unscaled / 10^scale} of the currency's main unit. */
  public void amount(long unscaled, int scale) {
    unscaledAmount = unscaled;
    amountScale = scale;
    bigAmount = null;
    hasAmount = true;
  }

  /** Takes the amount, in the currency's main unit. */
  public void amount(BigDecimal amount) {
    bigAmount = amount;
    hasAmount = true;
  }

  /** Says that the record is none of those that are meant: no transaction is made of it. */
  public void skip() {
    isSkipped = true;
  }

  /** Whether the record is none of those that are meant. */
  public boolean isSkipped() {
    return isSkipped;
  }

  /** Notes that somebody may have meant another number by what was read: {@code 1.000}. */
  public void ambiguousNumber() {
    hasAmbiguousNumber = true;
  }

  /** Whether a number was read that may mean another one. */
  public boolean hasAmbiguousNumber() {
    return hasAmbiguousNumber;
  }

  public void riskScore(double score) throws Rejection {
    if (!Double.isFinite(score)) {
      throw Rejection.of(Field.RISK_SCORE, Reason.NOT_A_NUMBER, "must be a finite number");
    }
    riskScore = score;
  }

  /** The event time, if it has been taken and was good. */
  public @Nullable Long eventTime() {
    return eventTime;
  }

  /**
   * What was given for the country and is none of ISO 3166-1 alpha-2; null if it is one. It costs
   * the transaction its country and no more: the payment happened.
   */
  public @Nullable String unknownCountry() {
    return unknownCountry;
  }

  /**
   * Whether what was given for the issuer is neither 6 to 8 digits nor a name. It costs the
   * transaction its issuer and no more, and none of it is kept: it may be the number of a card.
   */
  public boolean isIssuerLeftOut() {
    return isIssuerLeftOut;
  }

  /** The transaction, if all is there that must be. */
  public Transaction build(SourcePosition source) throws Rejection {
    var knownCurrency = required(Field.CURRENCY, currency);
    if (!hasAmount) {
      throw missing(Field.AMOUNT);
    }
    long amount =
        bigAmount == null
            ? MinorUnits.of(unscaledAmount, amountScale, knownCurrency)
            : MinorUnits.of(bigAmount, knownCurrency);
    return new Transaction(
        required(Field.TRANSACTION_ID, transactionId),
        required(Field.EVENT_TIME, eventTime),
        required(Field.CARD_ID, cardId),
        required(Field.MERCHANT_ID, merchantId),
        amount,
        knownCurrency,
        country,
        status,
        category,
        riskScore,
        issuer,
        source);
  }

  private static <T> T required(Field field, @Nullable T value) throws Rejection {
    if (value == null) {
      throw missing(field);
    }
    return value;
  }

  private static Rejection missing(Field field) {
    return Rejection.of(field, Reason.MISSING_FIELD, "is required");
  }

  /** Holds a text against what every sink can store and give back unchanged. */
  private static void checkText(Field field, String value) throws Rejection {
    int length = value.length();
    if (length > LONGEST_TEXT) {
      throw Rejection.of(
          field, Reason.FIELD_TOO_LONG, length + " characters; the limit is " + LONGEST_TEXT);
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c == 0) {
        throw Rejection.of(field, Reason.NUL_BYTE, "holds the character zero");
      }
      if (Character.isSurrogate(c)) {
        boolean isPair =
            Character.isHighSurrogate(c)
                && i + 1 < length
                && Character.isLowSurrogate(value.charAt(i + 1));
        if (!isPair) {
          throw Rejection.of(field, Reason.INVALID_UTF8, "holds half of a surrogate pair");
        }
        i++;
      }
    }
  }

  private static String checkCurrency(String value) throws Rejection {
    var code = MinorUnits.currencyCode(value);
    if (code == null) {
      throw Rejection.of(
          Field.CURRENCY,
          Reason.UNKNOWN_CURRENCY,
          Rejection.quote(value) + " is no currency of ISO 4217 that has minor units");
    }
    return code;
  }

  private @Nullable String knownCountry(String value) {
    var code = COUNTRIES.contains(value) ? value : value.strip().toUpperCase(Locale.ROOT);
    if (COUNTRIES.contains(code)) {
      return code;
    }
    unknownCountry = value;
    return null;
  }

  /** Keeps out numbers of whole cards, however they are written. */
  private @Nullable String knownIssuer(String value) {
    long digits = value.chars().filter(Character::isDigit).count();
    boolean isName = value.chars().anyMatch(Character::isLetter);
    isIssuerLeftOut = digits > MOST_ISSUER_DIGITS || !isName && digits < FEWEST_ISSUER_DIGITS;
    return isIssuerLeftOut ? null : value;
  }
}
