package io.vigil.schemas.fields;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

  @Test
  void takesEveryCharacterOfUnicode() {
    for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        var bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        assertDoesNotThrow(() -> Utf8.check(bytes));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0af",
        "c1bf",
        "e08080",
        "e09fbf",
        "eda080",
        "edbfbf",
        "f0808080",
        "f08fbfbf",
        "f4908080",
        "f5808080",
        "ff",
        "c3",
        "e282",
        "f09f98",
        "c328",
        "e28228",
        "f09f9828"
      })
  void refusesWhatIsNotUtf8AtEveryPlaceOfAWord(String hex) {
    var wrong = HexFormat.of().parseHex(hex);
    for (int before = 0; before < 20; before++) {
      for (int behind = 0; behind < 20; behind++) {
        var bytes = new byte[before + wrong.length + behind];
        Arrays.fill(bytes, (byte) 'a');
        System.arraycopy(wrong, 0, bytes, before, wrong.length);
        var rejection = assertThrows(Rejection.class, () -> Utf8.check(bytes));
        assertThat(rejection.reason(), is(Reason.INVALID_UTF8));
        assertThat(
            rejection.getMessage(), is("byte " + (before + 1) + " begins no UTF-8 character"));
      }
    }
  }

  @Test
  void refusesAZeroByteAtEveryPlaceOfAWord() {
    for (int at = 0; at < 40; at++) {
      var bytes = new byte[40];
      Arrays.fill(bytes, (byte) 'a');
      bytes[at] = 0;
      var rejection = assertThrows(Rejection.class, () -> Utf8.check(bytes));
      assertThat(rejection.reason(), is(Reason.NUL_BYTE));
      assertThat(rejection.getMessage(), is("byte " + (at + 1) + " is zero"));
    }
  }

  @Test
  void agreesWithTheJdkOnRandomBytes() {
    var random = new Random(1);
    int good = 0;
    for (int round = 0; round < 200_000; round++) {
      var bytes = new byte[random.nextInt(12)];
      for (int i = 0; i < bytes.length; i++) {
        // Mostly bytes of long characters: wholly random ones are hardly ever good.
        bytes[i] =
            (byte)
                (1 + random.nextInt(random.nextInt(4) == 0 ? 255 : 191) | random.nextInt(2) << 7);
        if (bytes[i] == 0) {
          bytes[i] = 'x';
        }
      }
      boolean isGood = isUtf8(bytes);
      good += isGood ? 1 : 0;
      assertThat(HexFormat.of().formatHex(bytes), isAccepted(bytes), is(isGood));
    }
    assertThat("some of the bytes are good: " + good, good > 5_000);
  }

  private static boolean isAccepted(byte[] bytes) {
    try {
      Utf8.check(bytes);
      return true;
    } catch (Rejection e) {
      return false;
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
