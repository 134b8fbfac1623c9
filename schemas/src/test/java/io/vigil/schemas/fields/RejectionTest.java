package io.vigil.schemas.fields;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class RejectionTest {

  @Test
  void quotesAShortValueWhole() {
    assertThat(Rejection.quote("Köln"), is("'Köln'"));
  }

  @Test
  void cutsALongValue() {
    assertThat(Rejection.quote("x".repeat(50)), is("'" + "x".repeat(40) + "…' (50 characters)"));
  }

  @Test
  void keepsAMessageOnOneLineAndPrintable() {
    assertThat(
        Rejection.quote("a\nb\r\tc\u2028d\u0000e\ud800f\u202eg"),
        is("'a\ufffdb\ufffd\ufffdc\ufffdd\ufffde\ufffdf\ufffdg'"));
  }

  @Test
  void doesNotCutAPairInHalf() {
    assertThat(
        Rejection.quote("x".repeat(39) + "😀😀"),
        is("'" + "x".repeat(39) + "\ufffd…' (43 characters)"));
  }
}
