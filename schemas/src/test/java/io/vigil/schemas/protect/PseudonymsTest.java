package io.vigil.schemas.protect;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymsTest {

  private static final String KEY = "correct-horse-battery-staple-0123456789";

  /** Of 4111111111111111, by {@code openssl dgst -sha256 -hmac KEY}, cut and put into Base64. */
  private static final String OF_4111 = "vp1_VeS6ezkQ_dMJJBcrYvHHPYAL";

  private final Pseudonyms pseudonyms = new Pseudonyms(key(KEY));

  @ParameterizedTest
  @CsvSource({
    "4111111111111111, " + OF_4111,
    "c-0017, vp1_zvGPVXCaxHIWIGTNCHsUe4cP",
    "guest, vp1_56Jp35fYaJrBPdR_Gev3qXNK"
  })
  void isTheHmacThatOpensslSays(String cardId, String pseudonym) {
    assertThat(pseudonyms.of(cardId), is(pseudonym));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        " 4111\u00a01111\u20131111 1111 ",
        "4111\t111111111111"
      })
  void takesNumbersWithoutTheirGaps(String cardId) {
    assertThat(pseudonyms.of(cardId), is(OF_4111));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c 0017", "c0017", "C-0017", "c-0017 ", "-", " "})
  void takesOtherIdsAsTheyAre(String cardId) {
    assertThat(pseudonyms.of(cardId), is(not(pseudonyms.of("c-0017"))));
    assertThat(Pseudonyms.isPseudonym(pseudonyms.of(cardId)), is(true));
  }

  @Test
  void leavesPseudonymsAlone() {
    assertThat(pseudonyms.of(pseudonyms.of("4111111111111111")), is(OF_4111));
  }

  @Test
  void givesOtherOnesWithAnotherKey() {
    var other = new Pseudonyms(key(KEY + "!"));
    assertThat(other.of("4111111111111111"), is(not(OF_4111)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "0123456789012345678901234567890"})
  void refusesShortKeys(String key) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> key(key));
    assertThat(refusal.getMessage(), containsString("is too short; it takes 32 or more"));
  }

  @Test
  void refusesPlainKeysWithoutRepeatingThem() {
    var plain = "abcabcabc".repeat(10);
    var refusal = assertThrows(IllegalArgumentException.class, () -> key(plain));
    assertThat(refusal.getMessage(), is("a key of 3 different bytes is no random one"));
  }

  @Test
  void doesNotShowTheKey() {
    assertThat(key(KEY).toString(), is("***"));
    assertThat(
        new CardProtection(key(KEY), null).toString(), not(containsString(KEY.substring(0, 4))));
  }

  private static CardKey key(String text) {
    return CardKey.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
