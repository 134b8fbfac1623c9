package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappedFieldsTest {

  private static final String RETAIL_HEADER =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

  private static final Mapping RETAIL =
      Mapping.parse(
          "retail.yaml",
          """
          version: 1
          csv:
            delimiter: ","
          fields:
            transaction_id: {expression: row_hash}
            event_time:
              column: InvoiceDate
              format: "uuuu-MM-dd HH:mm:ss"
              zone: Europe/London
            card_id: {column: CustomerID, default: guest}
            merchant_id: {constant: online-retail}
            amount: {expression: DECIMAL(Quantity) * DECIMAL(UnitPrice)}
            currency: {constant: GBP}
            country:
              column: Country
              values: {United Kingdom: GB, EIRE: IE, Unspecified: null}
            status: {expression: 'IF(STR_STARTS_WITH(InvoiceNo, "C"), "REVERSED", "APPROVED")'}
          """);

  /** Two real payments that look alike are two, on every run. */
  @Test
  void makesAnIdOfContentAndPosition() {
    var mapping =
        Mappings.with(
            "transaction_id",
            "{expression: 'row_hash + \"-\" + file_name + \"-\" + TEXT(record_number)'}");
    var bytes = "24/05/2019,-6.76".getBytes(StandardCharsets.UTF_8);
    var first = RawRecord.csv(SourcePosition.inFile("/in/may.csv", 1), "Date,Amount", bytes);
    var second = RawRecord.csv(SourcePosition.inFile("/in/may.csv", 2), "Date,Amount", bytes);
    var elsewhere = RawRecord.csv(SourcePosition.inFile("/other/may.csv", 2), "Date,Amount", bytes);
    var ofTopic = RawRecord.csv(SourcePosition.inTopic("t", 3, 4), "Date,Amount", bytes);

    var hash = Mappings.good(Mappings.with("transaction_id", "{expression: row_hash}"), first);
    assertThat(
        Mappings.good(mapping, first).transactionId(), is(hash.transactionId() + "-may.csv-1"));
    assertThat(
        Mappings.good(mapping, second).transactionId(), is(hash.transactionId() + "-may.csv-2"));
    assertThat(
        Mappings.good(mapping, elsewhere).transactionId(), is(hash.transactionId() + "-may.csv-2"));
    assertThat(
        Mappings.good(mapping, ofTopic).transactionId(), is(hash.transactionId() + "-t-3-4"));
  }

  @Test
  void readsAReturnOfTheOnlineRetailData() {
    var record =
        Mappings.csv(
            RETAIL_HEADER,
            "C536379,D,Discount,-12,2010-12-01 09:41:00,1.65,14527.0,United Kingdom");
    assertThat(
        Mappings.good(RETAIL, record),
        is(
            new Transaction(
                // printf … | sha256sum | cut -c1-32
                "2d74235880716b6766df5583caf9de16",
                Instant.parse("2010-12-01T09:41:00Z").toEpochMilli(),
                "14527.0",
                "online-retail",
                -1980,
                "GBP",
                "GB",
                "REVERSED",
                null,
                null,
                Mappings.HERE)));
  }

  @Test
  void readsASaleToAGuest() {
    var sale =
        Mappings.good(
            RETAIL, retail("536414,22139,\"A \"\"B\"\", C\",56,2010-12-01 11:52:00,0.5,,EIRE"));
    assertThat(sale.cardId(), is("guest"));
    assertThat(sale.amount(), is(2800L));
    assertThat(sale.country(), is("IE"));
    assertThat(sale.status(), is("APPROVED"));
  }

  @Test
  void takesATranslationToNullForNoValue() {
    var sale = Mappings.good(RETAIL, retail("1,x,x,1,2010-12-01 11:52:00,1,c,Unspecified"));
    assertThat(sale.country(), is(nullValue()));
  }

  @Test
  void passesOnWhatIsNotTranslated() {
    assertThat(
        Mappings.good(RETAIL, retail("1,x,x,1,2010-12-01 11:52:00,1,c,FR")).country(), is("FR"));
    // No code of ISO 3166-1, but the sale happened.
    assertThat(
        Mappings.good(RETAIL, retail("1,x,x,1,2010-12-01 11:52:00,1,c,France")).country(),
        is(nullValue()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1,x,x,1,2010-12-01 11:52:00,0.001,c,FR | TOO_MANY_DECIMALS | amount",
        "1,x,x,abc,2010-12-01 11:52:00,1,c,FR | NOT_A_NUMBER | amount: column 'Quantity': 'abc'",
        "1,x,x,1,2010-12-01 11:52:00,,c,FR | NOT_A_NUMBER | amount: column 'UnitPrice': is empty",
        ",x,x,1,2010-12-01 11:52:00,1,c,FR | EXPRESSION_FAILED | status: 'STR_STARTS_WITH'",
        "1,x,x,1,,1,c,FR | MISSING_FIELD | event_time",
        "1,x,x,1,2011-03-27 01:30:00,1,c,FR | INVALID_TIME | event_time",
        "1,x,x,1,2010-12-01 11:52:00,1,c | WRONG_FIELD_COUNT | 7 fields, where the header has 8",
        "1,x,x,1,2010-12-01 11:52:00,1,c,\"FR | UNCLOSED_QUOTE | never closed",
        "1,x,x,9000000000000,2010-12-01 11:52:00,9000000000000,c,FR | AMOUNT_OUT_OF_RANGE | amount",
      })
  void setsABadRecordAside(String record, Reason reason, String message) {
    var failure = Mappings.bad(RETAIL, retail(record));
    assertThat(failure.reason(), is(reason));
    assertThat(failure.message(), containsString(message));
  }

  @Test
  void namesTheRecordByItsOwnBytes() {
    var one = Mappings.good(RETAIL, retail("1,x,x,1,2010-12-01 11:52:00,1,c,FR"));
    var other = Mappings.good(RETAIL, retail("1,x,x,1,2010-12-01 11:52:00,1, c,FR"));
    assertThat(one.transactionId(), is(not(other.transactionId())));
  }

  @Test
  void multipliesWithoutRounding() {
    var mapping =
        Mappings.with("amount", "{expression: DECIMAL(a) * DECIMAL(b)}", "currency", "{column: c}");
    assertThat(Mappings.good(mapping, Mappings.csv("a,b,c", "0.1,0.2,BHD")).amount(), is(20L));
    assertThat(
        Mappings.good(mapping, Mappings.csv("a,b,c", "123456789.01,100000000,JPY")).amount(),
        is(12_345_678_901_000_000L));
  }

  @Test
  void takesNoTextForANumberInAnExpression() {
    var mapping = Mappings.with("amount", "{expression: a + b}");
    var failure = Mappings.bad(mapping, Mappings.csv("a,b", "1,2"));
    assertThat(failure.reason(), is(Reason.EXPRESSION_FAILED));
    assertThat(Mappings.good(mapping, Mappings.json("{\"a\":1,\"b\":2}")).amount(), is(300L));
  }

  @Test
  void takesANumberForATextField() {
    var mapping = Mappings.with("card_id", "{column: a}", "merchant_id", "{expression: a * 100}");
    var transaction = Mappings.good(mapping, Mappings.json("{\"a\": 1e2}"));
    assertThat(transaction.cardId(), is("100"));
    assertThat(transaction.merchantId(), is("10000"));
  }

  @Test
  void putsTheDefaultForAnExpressionWithoutValue() {
    var mapping = Mappings.with("category", "{expression: a, default: other}");
    assertThat(Mappings.good(mapping, Mappings.csv("a,b", " ,x")).category(), is("other"));
    assertThat(Mappings.good(mapping, Mappings.csv("a,b", "x,x")).category(), is("x"));
    assertThat(Mappings.good(mapping, Mappings.csv("b", "x")).category(), is("other"));
  }

  @Test
  void readsADelimiterOfOnesOwn() {
    var mapping =
        Mapping.parse(
            "m.yaml",
            """
            version: 1
            csv: {delimiter: ;}
            fields:
              transaction_id: {column: id}
              event_time: {column: at}
              card_id: {column: card}
              merchant_id: {expression: 'COLUMN("the shop") + "!"'}
              amount: {column: sum}
              currency: {constant: EUR}
              risk_score: {column: score}
            """);
    var record =
        Mappings.csv(
            "\uFEFFid;at;card;the shop;sum;score", "i;2011-10-17T13:45:56Z;c;m, n;1.50;0.25");
    var transaction = Mappings.good(mapping, record);
    assertThat(transaction.merchantId(), is("m, n!"));
    assertThat(transaction.amount(), is(150L));
    assertThat(transaction.riskScore(), is(0.25));
  }

  @Test
  void namesTheColumnsThatAHeaderLacks() {
    var fields = new MappedFields(RETAIL);
    assertThat(fields.problems(Encoding.CSV, RETAIL_HEADER), is(empty()));
    var header = "InvoiceNo,Quantiy,InvoiceDate,UnitPrice";
    assertThat(
        fields.problems(Encoding.CSV, header),
        contains(
            "amount: there is no column 'Quantity'; did you mean 'Quantiy'?",
            "country: there is no column 'Country'"));
    assertThat(fields.problems(Encoding.JSON, null), is(empty()));
  }

  @Test
  void refusesAHeaderThatHasAColumnTwice() {
    var mapping = Mappings.with("category", "{column: a}");
    assertThat(
        new MappedFields(mapping).problems(Encoding.CSV, "a,b,a"),
        contains("the header has the column 'a' twice"));
    assertThat(new MappedFields(mapping).problems(Encoding.CSV, "a,b,b"), is(empty()));
    assertThat(
        Mappings.bad(mapping, Mappings.csv("a,b,a", "1,2,3")).reason(), is(Reason.MALFORMED_CSV));
  }

  @Test
  void neverNamesTheCard() {
    var mapping = Mappings.with("card_id", "{column: card}");
    var failure = Mappings.bad(mapping, Mappings.csv("card,x", "4".repeat(300) + ",x"));
    assertThat(failure.message(), allOf(containsString("card_id"), not(containsString("444"))));
  }

  private static RawRecord retail(String record) {
    return Mappings.csv(RETAIL_HEADER, record);
  }
}
