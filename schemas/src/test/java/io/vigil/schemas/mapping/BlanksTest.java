package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.parse.TransactionParser;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blanks around a value are no part of it, whatever field it is for and whoever wrote it. */
class BlanksTest {

  private static final String VALUES =
      " t 1 ,  2026-03-01T10:00:00Z, c1 ,\tCafé  Zürich , 12.50 , eur , de , declined , food , 0.5 , 457173 ";

  private static final String FIELDS =
      "transaction_id,event_time,card_id,merchant_id,amount,currency,country,status,category,risk_score,issuer";

  @Test
  void areNoPartOfAValueOfVigilsOwnCsv() {
    check(parse(TransactionParser.of(null), csv(FIELDS)));
  }

  @Test
  void areNoPartOfAValueOfVigilsOwnJson() {
    check(parse(TransactionParser.of(null), json(FIELDS)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"column: %s", "expression: '%s + \"\"'"})
  void areNoPartOfAValueThatAMappingTakes(String source) {
    var fields = new StringBuilder("version: 1\nfields:\n");
    for (var name : FIELDS.split(",")) {
      var isNumber = name.equals("amount") || name.equals("risk_score");
      var from = isNumber && source.startsWith("e") ? "expression: DECIMAL(%s)" : source;
      fields.append("  %s: {%s}\n".formatted(name, from.formatted(name)));
    }
    var mapping = Mapping.parse("m.yaml", fields.toString());
    check(parse(TransactionParser.of(mapping), csv(FIELDS)));
    check(parse(TransactionParser.of(mapping), json(FIELDS)));
  }

  @Test
  void areNoPartOfATextThatIsTranslated() {
    var mapping =
        Mappings.with(
            "country", "{column: c, values: {' Germany': DE, France : FR}}",
            "merchant_id", "{expression: 'm + \" \"', values: {'a b': ok}}",
            "category", "{column: none}");
    var payment = Mappings.good(mapping, Mappings.csv("c,m,none", "  Germany , a b ,   "));
    assertThat(payment.country(), is("DE"));
    assertThat(payment.merchantId(), is("ok"));
    assertThat(payment.category(), is(nullValue()));
  }

  @Test
  void areTakenOffBeforeAnExpressionSeesAText() {
    var mapping = Mappings.with("merchant_id", "{expression: 'STR_LEFT(m, 1) + \"-\" + m'}");
    assertThat(Mappings.good(mapping, Mappings.csv("m", "  x y ")).merchantId(), is("x-x y"));
  }

  private static void check(Transaction payment) {
    assertThat(payment.transactionId(), is("t 1"));
    assertThat(payment.eventTime(), is(Instant.parse("2026-03-01T10:00:00Z").toEpochMilli()));
    assertThat(payment.cardId(), is("c1"));
    assertThat(payment.merchantId(), is("Café  Zürich"));
    assertThat(payment.amount(), is(1_250L));
    assertThat(payment.currency(), is("EUR"));
    assertThat(payment.country(), is("DE"));
    assertThat(payment.status(), is("DECLINED"));
    assertThat(payment.category(), is("food"));
    assertThat(payment.riskScore(), is(0.5));
    assertThat(payment.issuer(), is("457173"));
  }

  private static Transaction parse(TransactionParser parser, RawRecord record) {
    return (Transaction) parser.parse(record);
  }

  private static RawRecord csv(String header) {
    return Mappings.csv(header, VALUES);
  }

  private static RawRecord json(String header) {
    var names = header.split(",");
    var values = VALUES.split(",");
    var object = new StringBuilder("{");
    for (int i = 0; i < names.length; i++) {
      object.append(i == 0 ? "" : ",").append('"').append(names[i]).append("\":\"");
      object.append(values[i].replace("\t", "\\t")).append('"');
    }
    return Mappings.json(object.append('}').toString());
  }
}
