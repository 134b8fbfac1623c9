package io.vigil.transforms.screen;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentTest {

  private static final SourcePosition HERE = SourcePosition.inFile("a.jsonl", 1);

  private static final Transaction WHOLE =
      new Transaction(
          "id",
          1_772_366_400_000L,
          "card",
          "shop",
          2_000,
          "GBP",
          "GB",
          "APPROVED",
          "food",
          0.5,
          HERE);

  private static final Transaction BARE =
      new Transaction(
          "id", 1_772_366_400_000L, "card", "shop", 2_000, "GBP", null, null, null, null, HERE);

  /** State holds these: if this test fails, duplicates of before an upgrade are not known. */
  @Test
  void neverChanges() {
    assertThat(Content.of(WHOLE).toString(), is("a0e5e7cce46a5e8987dfc53ab434b550"));
    assertThat(Content.of(BARE).toString(), is("721c1ed226bc80cd821417c22b842d25"));
    assertThat(Content.of(issuedBy("457173")).toString(), is("60c609c5115371c38650f15aacf5dbbf"));
  }

  @Test
  void doesNotDependOnWhereItWasRead() {
    assertThat(
        Content.of(WHOLE.withSource(SourcePosition.inTopic("t", 2, 7))), is(Content.of(WHOLE)));
  }

  @Test
  void dependsOnEveryField() {
    var contents = new HashSet<Content>();
    var others =
        List.of(
            WHOLE,
            BARE,
            made("i", 1, "dcard", "shop", 2_000, "GBP", "GB", "APPROVED", "food", 0.5),
            made("id", 1, "card", "shop", 2_000, "GBP", "GB", "APPROVED", "food", 0.5),
            made("id", 2, "card", "shop", 2_000, "GBP", "GB", "APPROVED", "food", 0.5),
            made("id", 1, "cards", "hop", 2_000, "GBP", "GB", "APPROVED", "food", 0.5),
            made("id", 1, "card", "shop", 2_001, "GBP", "GB", "APPROVED", "food", 0.5),
            made("id", 1, "card", "shop", 2_000, "EUR", "GB", "APPROVED", "food", 0.5),
            made("id", 1, "card", "shop", 2_000, "GBP", null, "APPROVED", "food", 0.5),
            made("id", 1, "card", "shop", 2_000, "GBP", "DE", "APPROVED", "food", 0.5),
            made("id", 1, "card", "shop", 2_000, "GBP", "GB", null, "APPROVED", 0.5),
            made("id", 1, "card", "shop", 2_000, "GBP", "GB", "APPROVED", null, 0.5),
            made("id", 1, "card", "shop", 2_000, "GBP", "GB", "APPROVED", "food", null),
            made("id", 1, "card", "shop", 2_000, "GBP", "GB", "APPROVED", "food", 0.0),
            made("id", 1, "card", "shop", 2_000, "GBP", "GB", "APPROVED", "foöd", 0.5),
            issuedBy("457173"),
            issuedBy("457174"),
            issuedBy("Bank of Nowhere"));
    others.forEach(it -> contents.add(Content.of(it)));
    assertThat(contents, hasSize(others.size()));
  }

  @Test
  void takesEqualNumbersForEqual() {
    var plus = made("id", 1, "card", "shop", 2_000, "GBP", null, null, null, 0.0);
    var minus = made("id", 1, "card", "shop", 2_000, "GBP", null, null, null, -0.0);
    assertThat(Content.of(plus), is(Content.of(minus)));
  }

  private static Transaction issuedBy(String issuer) {
    return new Transaction(
        "id",
        1_772_366_400_000L,
        "card",
        "shop",
        2_000,
        "GBP",
        "GB",
        "APPROVED",
        "food",
        0.5,
        issuer,
        HERE);
  }

  private static Transaction made(
      String id,
      long time,
      String card,
      String merchant,
      long amount,
      String currency,
      String country,
      String status,
      String category,
      Double risk) {
    return new Transaction(
        id, time, card, merchant, amount, currency, country, status, category, risk, HERE);
  }
}
