package io.vigil.schemas.avro;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordTypesTest {

  private static final long SEED = 20260301;

  static Stream<Arguments> recordsAtRandom() {
    return Stream.of(
        records(RecordTypes.TRANSACTION, RandomRecords::transaction),
        records(RecordTypes.LATE_TRANSACTION, RandomRecords::late),
        records(RecordTypes.DEAD_LETTER, RandomRecords::deadLetter),
        records(RecordTypes.TOTAL, RandomRecords::total),
        records(RecordTypes.SPIKE, RandomRecords::spike),
        records(RecordTypes.INCIDENT, RandomRecords::incident),
        records(RecordTypes.CONFLICT, RandomRecords::conflict),
        records(RecordTypes.FLAG, RandomRecords::flag),
        records(RecordTypes.LEDGER_ENTRY, RandomRecords::ledgerEntry));
  }

  private static <T> Arguments records(RecordType<T> type, Function<RandomRecords, T> make) {
    return Arguments.of(type.schema().getName(), type, make);
  }

  static List<RecordType<?>> types() {
    return RecordTypes.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recordsAtRandom")
  <T> void whatIsEncodedIsDecoded(
      String name, RecordType<T> type, Function<RandomRecords, T> make) {
    var random = new RandomRecords(SEED);
    for (int i = 0; i < 500; i++) {
      T record = make.apply(random);
      assertThat("seed " + SEED + ", " + i, type.decode(type.encode(record)), is(record));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recordsAtRandom")
  <T> void recordsInOneStreamDoNotTouchEachOther(
      String name, RecordType<T> type, Function<RandomRecords, T> make) throws IOException {
    var random = new RandomRecords(SEED);
    T first = make.apply(random);
    T second = make.apply(random);
    var out = new ByteArrayOutputStream();
    type.encode(first, out);
    type.encode(second, out);
    var in = new ByteArrayInputStream(out.toByteArray());
    assertThat(type.decode(in), is(first));
    assertThat(type.decode(in), is(second));
    assertThat(in.available(), is(0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recordsAtRandom")
  <T> void rowsFitTheirSchema(String name, RecordType<T> type, Function<RandomRecords, T> make) {
    var random = new RandomRecords(SEED);
    for (int i = 0; i < 500; i++) {
      var row = type.toAvro(make.apply(random));
      assertThat("seed " + SEED + ", " + i, GenericData.get().validate(type.schema(), row));
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void theSchemaHasTheComponentsOfTheRecordInTheirOrder(RecordType<?> type) {
    var columns = columnsOf(type.type()).toArray(String[]::new);
    assertThat(
        type.schema().getFields().stream().map(Schema.Field::name).toList(), contains(columns));
  }

  private static Stream<String> columnsOf(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).flatMap(RecordTypesTest::columnsOf);
  }

  private static Stream<String> columnsOf(RecordComponent component) {
    if (component.getType() == SourcePosition.class || component.getType() == Transaction.class) {
      return columnsOf(component.getType());
    }
    var name = component.getName().replaceAll("^is([A-Z])", "$1");
    return Stream.of((name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1)).replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everySchemaIsCalledAsItsRecordAndExplainsItself(RecordType<?> type) {
    assertThat(type.schema().getFullName(), is("io.vigil." + type.type().getSimpleName()));
    assertThat(type.schema().getDoc(), is(not(blankOrNullString())));
    for (var field : type.schema().getFields()) {
      assertThat(field.name(), field.doc(), is(not(blankOrNullString())));
    }
  }

  @Test
  void amountsOfAllCurrenciesFitIntoTheSchemasDecimal() {
    for (var currency : Currency.getAvailableCurrencies()) {
      assertThat(
          currency.getCurrencyCode(), currency.getDefaultFractionDigits(), lessThanOrEqualTo(4));
    }
    // The widest amount: 64 bits of whole yen.
    assertThat(new BigDecimal(Long.MIN_VALUE).setScale(4).precision(), is(23));
    assertThat(
        RecordTypes.TRANSACTION.schema().getField("amount").schema().toString(),
        equalTo("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":23,\"scale\":4}"));
  }

  @Test
  void aTransactionIsAFlatRow() {
    var row = RecordTypes.TRANSACTION.toAvro(purchase("EUR", -1234));
    assertThat(row.get("transaction_id"), is("t1"));
    assertThat(row.get("event_time"), is(1_772_366_096_789L));
    assertThat(row.get("card_id"), is("card"));
    assertThat(row.get("merchant_id"), is("shop"));
    assertThat(amount(row.get("amount")), is(new BigDecimal("-12.3400")));
    assertThat(row.get("currency"), is("EUR"));
    assertThat(row.get("country"), is("DE"));
    assertThat(row.get("status"), is("DECLINED"));
    assertThat(row.get("category"), is("books"));
    assertThat(row.get("risk_score"), is(0.25));
    assertThat(row.get("source"), is("payments"));
    assertThat(row.get("partition"), is(3));
    assertThat(row.get("offset"), is(99L));
  }

  @Test
  void theAmountIsInTheMainUnitOfItsCurrency() {
    assertThat(amountOf("JPY", Long.MAX_VALUE), is(new BigDecimal("9223372036854775807.0000")));
    assertThat(amountOf("EUR", Long.MIN_VALUE), is(new BigDecimal("-92233720368547758.0800")));
    assertThat(amountOf("BHD", 1), is(new BigDecimal("0.0010")));
    assertThat(amountOf("CLF", 123_456), is(new BigDecimal("12.3456")));
  }

  @Test
  void theWordsOfTotalsAreInLowerCase() {
    var total =
        new Total(Grain.MINUTE, Dimension.MERCHANT, "k", "EUR", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, true);
    var row = RecordTypes.TOTAL.toAvro(total);
    assertThat(row.get("grain"), is("minute"));
    assertThat(row.get("dimension"), is("merchant"));
    assertThat(row.get("final"), is(true));
  }

  @Test
  void aLateTransactionIsAFlatRowToo() {
    var row = RecordTypes.LATE_TRANSACTION.toAvro(new LateTransaction(purchase("EUR", 1), 20, 30));
    assertThat(row.get("merchant_id"), is("shop"));
    assertThat(row.get("offset"), is(99L));
    assertThat(row.get("bucket_end"), is(20L));
    assertThat(row.get("watermark"), is(30L));
  }

  private static BigDecimal amountOf(String currency, long minorUnits) {
    return amount(RecordTypes.TRANSACTION.toAvro(purchase(currency, minorUnits)).get("amount"));
  }

  private static BigDecimal amount(Object column) {
    return new BigDecimal(new BigInteger(((ByteBuffer) column).array()), 4);
  }

  private static Transaction purchase(String currency, long minorUnits) {
    return new Transaction(
        "t1",
        1_772_366_096_789L,
        "card",
        "shop",
        minorUnits,
        currency,
        "DE",
        "DECLINED",
        "books",
        0.25,
        SourcePosition.inTopic("payments", 3, 99));
  }
}
