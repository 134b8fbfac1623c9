package io.vigil.schemas;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

  /** ESC, BEL, NUL, CR, DEL, C1's CSI and NEL, marks of direction, separators, half a pair. */
  @ParameterizedTest
  @ValueSource(
      chars = {
        0x1b, 0x07, 0x00, 0x0d, 0x0a, 0x09, 0x7f, 0x9b, 0x85, 0x61c, 0x200b, 0x200e, 0x200f, 0x202a,
        0x202b, 0x202c, 0x202d, 0x202e, 0x2028, 0x2029, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff,
        0xad, 0xd83d, 0xde00
      })
  void shouldShowTheNumberOfWhatCannotBeSeen(char hidden) {
    assertThat(
        VisibleText.line("shop" + hidden + "[2J"),
        is("shop\\u" + String.format("%04x", (int) hidden) + "[2J"));
  }

  /** A tag beyond 16 bits, with which texts are hidden in texts. */
  @Test
  void shouldShowBothHalvesOfWhatCannotBeSeen() {
    assertThat(VisibleText.line("a\udb40\udc41"), is("a\\udb40\\udc41"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shop 1", "Café Zürich", "שלום", "商店", "😀!", "a\\b", "~"})
  void shouldLeaveOtherTextsAsTheyAre(String text) {
    assertThat(VisibleText.line(text), is(text));
    assertThat(VisibleText.lines(text), is(text));
  }

  @Test
  void shouldKeepLinesOnlyWhereAskedTo() {
    assertThat(VisibleText.line("a\nb\tc\r"), is("a\\u000ab\\u0009c\\u000d"));
    assertThat(VisibleText.lines("a\nb\tc\r"), is("a\nb\tc\\u000d"));
  }
}
