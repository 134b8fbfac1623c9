package io.vigil.schemas.fields;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import org.junit.jupiter.api.Test;

class TransactionBuilderTest {

  private static final SourcePosition SOURCE = SourcePosition.inFile("f", 1);

  private final TransactionBuilder builder = new TransactionBuilder();

  @Test
  void normalisesCodesTheFirstTimeAndAgain() throws Rejection {
    for (int i = 0; i < 3; i++) {
      var transaction = with(" eur ", "gb", "declined ");
      assertThat(transaction.currency(), is("EUR"));
      assertThat(transaction.country(), is("GB"));
      assertThat(transaction.status(), is("DECLINED"));
    }
  }

  @Test
  void makesTheStringOfAFrequentValueOnce() throws Rejection {
    var first = with("EUR", "DE", "SENT");
    var second = with("EUR", "DE", "SENT");
    assertThat(second.status(), sameInstance(first.status()));
    assertThat(second.merchantId(), sameInstance(first.merchantId()));
  }

  @Test
  void keepsManyValuesApart() throws Rejection {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5_000; i++) {
        assertThat(with("EUR", "DE", "S" + i).status(), is("S" + i));
      }
    }
  }

  @Test
  void refusesABadValueTheFirstTimeAndAgain() {
    for (int i = 0; i < 3; i++) {
      var rejection = assertThrows(Rejection.class, () -> with("XYZ", "DE", "SENT"));
      assertThat(rejection.reason(), is(Reason.UNKNOWN_CURRENCY));
    }
  }

  @Test
  void takesABlankTextForAMissingOne() throws Rejection {
    var transaction = with("EUR", " ", "");
    assertThat(transaction.country(), is(nullValue()));
    assertThat(transaction.status(), is(nullValue()));
    var rejection = assertThrows(Rejection.class, () -> with(" ", "DE", "SENT"));
    assertThat(rejection.reason(), is(Reason.MISSING_FIELD));
    assertThat(rejection.getMessage(), is("currency: is required"));
  }

  @Test
  void leavesOutACountryThatNobodyKnowsTheFirstTimeAndAgain() throws Rejection {
    for (var country : new String[] {"XX", "UK", "Germany", "XX"}) {
      assertThat(with("EUR", country, "SENT").country(), is(nullValue()));
      assertThat(builder.unknownCountry(), is(country));
    }
    assertThat(with("EUR", "xk", "SENT").country(), is("XK"));
    assertThat(builder.unknownCountry(), is(nullValue()));
  }

  @Test
  void leavesOutAnIssuerThatMayBeTheNumberOfACard() throws Rejection {
    for (var issuer : new String[] {"4571 7360 1234 5678", "45717", "card 457173601234"}) {
      with("EUR", "DE", "SENT");
      take(Field.ISSUER, issuer);
      assertThat(builder.build(SOURCE).issuer(), is(nullValue()));
      assertThat(builder.isIssuerLeftOut(), is(true));
    }
    with("EUR", "DE", "SENT");
    assertThat(builder.isIssuerLeftOut(), is(false));
    take(Field.ISSUER, " 457173 ");
    assertThat(builder.build(SOURCE).issuer(), is("457173"));
  }

  @Test
  void refusesATextBeyondTheLimit() throws Rejection {
    assertThat(with("EUR", "DE", "S".repeat(256)).status(), is("S".repeat(256)));
    var rejection = assertThrows(Rejection.class, () -> with("EUR", "DE", "S".repeat(257)));
    assertThat(rejection.reason(), is(Reason.FIELD_TOO_LONG));
  }

  private Transaction with(String currency, String country, String status) throws Rejection {
    builder.clear();
    take(Field.TRANSACTION_ID, "t");
    take(Field.EVENT_TIME, "2026-01-01T00:00:00Z");
    take(Field.CARD_ID, "c");
    take(Field.MERCHANT_ID, "m");
    take(Field.AMOUNT, "1");
    take(Field.CURRENCY, currency);
    take(Field.COUNTRY, country);
    take(Field.STATUS, status);
    return builder.build(SOURCE);
  }

  private void take(Field field, String text) throws Rejection {
    builder.text(field, ("<" + text + ">").toCharArray(), 1, text.length());
  }
}
