package io.vigil.local.demo;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MaskingTest {

  @Test
  void ofACardOnlyTheLastTwoCharactersAreShown() {
    assertThat(
        masked("{\"card_id\": \"4929123\",\"amount\":\"1\"}"),
        is("{\"card_id\": \"•••••23\",\"amount\":\"1\"}"));
  }

  @Test
  void aShortCardIsHiddenAltogether() {
    assertThat(masked("{\"card_id\":\"4929\"}"), is("{\"card_id\":\"••••\"}"));
  }

  @Test
  void aCardIsHiddenInARecordThatBreaksOff() {
    assertThat(masked("{\"card_id\":\"4929123"), is("{\"card_id\":\"•••••23"));
  }

  @Test
  void aCardThatIsANumberIsHidden() {
    assertThat(masked("{\"card_id\":4929123}"), is("{\"card_id\":•••••23}"));
  }

  @Test
  void otherFieldsAreShownAsTheyAre() {
    assertThat(masked("{\"amount\":\"12,50\"}"), is("{\"amount\":\"12,50\"}"));
  }

  @Test
  void ofTheKeysOnlyCardsAreHidden() {
    assertThat(Masking.ofKey("card", "card-00029020"), is("•••••••••••20"));
    assertThat(Masking.ofKey("merchant", "merchant-00000050"), is("merchant-00000050"));
  }

  @Test
  void aLongRecordIsWrapped() {
    assertThat(Masking.wrapped("abcdefg", 3), contains("abc", "def", "g"));
  }

  private static String masked(String record) {
    return Masking.ofCards(record.getBytes(StandardCharsets.UTF_8));
  }
}
