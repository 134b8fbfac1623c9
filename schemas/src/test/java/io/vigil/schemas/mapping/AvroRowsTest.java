package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Transaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class AvroRowsTest {

  private static final String SCHEMA =
      """
      {"type": "record", "name": "Payment", "fields": [
        {"name": "skipped", "type": {"type": "map", "values": {"type": "array", "items": "string"}}},
        {"name": "id", "type": "long"},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "local", "type": {"type": "long", "logicalType": "local-timestamp-millis"}},
        {"name": "payment", "type": ["null", {"type": "record", "name": "Inner", "fields": [
          {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal",
                                      "precision": 9, "scale": 3}},
          {"name": "more", "type": "string"}]}]},
        {"name": "price", "type": "double"},
        {"name": "share", "type": "float"},
        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["SALE", "REFUND"]}},
        {"name": "shop", "type": ["null", "string"]},
        {"name": "ok", "type": "boolean"}
      ]}
      """;

  private static final Mapping MAPPING =
      Mappings.with(
          "transaction_id", "{column: id}",
          "event_time", "{column: at}",
          "card_id", "{expression: 'COLUMN(\"payment.more\")'}",
          "merchant_id", "{column: shop, default: nobody}",
          "amount", "{column: payment.amount}",
          "currency", "{constant: BHD}",
          "category", "{column: kind}",
          "status", "{expression: 'IF(ok, \"APPROVED\", \"DECLINED\")'}",
          "risk_score", "{column: share}");

  @Test
  void readsLogicalTypesAndNestedRecords() throws IOException {
    assertThat(
        Mappings.good(MAPPING, avro(payment())),
        is(
            new Transaction(
                "7",
                1_300_000_000_123L,
                "x",
                "nobody",
                1_234,
                "BHD",
                null,
                "DECLINED",
                "REFUND",
                0.1,
                Mappings.HERE)));
  }

  @Test
  void takesAFloatingPointNumberForItsShortestDecimal() throws IOException {
    var mapping = Mappings.with("amount", "{column: price}");
    var payment = payment();
    payment.put("price", 0.29);
    assertThat(Mappings.good(mapping, avro(payment)).amount(), is(29L));
    payment.put("price", 1e15);
    assertThat(Mappings.good(mapping, avro(payment)).amount(), is(100_000_000_000_000_000L));
    payment.put("price", 0.1 + 0.2);
    assertThat(Mappings.bad(mapping, avro(payment)).reason(), is(Reason.TOO_MANY_DECIMALS));
    for (double odd : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      payment.put("price", odd);
      assertThat(Mappings.bad(mapping, avro(payment)).reason(), is(Reason.NOT_A_NUMBER));
    }
  }

  @Test
  void takesALocalTimeInTheZoneOfTheMapping() throws IOException {
    var zoned = Mappings.with("event_time", "{column: local, zone: Europe/London}");
    // 2011-07-05T09:30 in London is 08:30 in UTC.
    var payment = payment();
    payment.put("local", 1_309_858_200_000L);
    assertThat(Mappings.good(zoned, avro(payment)).eventTime(), is(1_309_854_600_000L));
    var unzoned = Mappings.with("event_time", "{column: local}");
    assertThat(Mappings.bad(unzoned, avro(payment)).reason(), is(Reason.TIME_WITHOUT_ZONE));
  }

  @Test
  void takesARecordForNoValue() throws IOException {
    var mapping = Mappings.with("card_id", "{column: payment}");
    assertThat(Mappings.bad(mapping, avro(payment())).reason(), is(Reason.WRONG_TYPE));
  }

  @Test
  void refusesEveryDatumThatBreaksOff() throws IOException {
    var whole = avro(payment());
    for (int length = 0; length < whole.bytes().length; length++) {
      var broken = RawRecord.avro(Mappings.HERE, SCHEMA, Arrays.copyOf(whole.bytes(), length));
      assertThat(Mappings.bad(MAPPING, broken).reason(), is(Reason.MALFORMED_AVRO));
    }
    var longer =
        RawRecord.avro(
            Mappings.HERE, SCHEMA, Arrays.copyOf(whole.bytes(), whole.bytes().length + 1));
    assertThat(Mappings.bad(MAPPING, longer).reason(), is(Reason.MALFORMED_AVRO));
  }

  @Test
  void namesTheColumnsThatASchemaLacks() {
    var fields = new MappedFields(MAPPING);
    assertThat(fields.problems(Encoding.AVRO, SCHEMA), is(empty()));
    assertThat(
        new MappedFields(Mappings.with("amount", "{column: payment.amout}"))
            .problems(Encoding.AVRO, SCHEMA),
        contains("amount: there is no column 'payment.amout'; did you mean 'payment.amount'?"));
  }

  @Test
  void refusesASchemaThatIsNone() {
    var fields = new MappedFields(MAPPING);
    assertThat(fields.problems(Encoding.AVRO, "{"), contains("the schema is no Avro schema"));
    assertThat(
        fields.problems(Encoding.AVRO, "\"string\""), contains("the schema is of type string"));
    var record = RawRecord.avro(Mappings.HERE, "{", new byte[3]);
    assertThat(Mappings.bad(MAPPING, record).reason(), is(Reason.MALFORMED_AVRO));
  }

  static GenericRecord payment() {
    var schema = new Schema.Parser().parse(SCHEMA);
    var inner = new GenericData.Record(schema.getField("payment").schema().getTypes().get(1));
    inner.put("amount", ByteBuffer.wrap(new BigDecimal("1.234").unscaledValue().toByteArray()));
    inner.put("more", "x");
    var payment = new GenericData.Record(schema);
    payment.put("skipped", Map.of("k", List.of("v", "w")));
    payment.put("id", 7L);
    payment.put("at", 1_300_000_000_123_999L);
    payment.put("local", 0L);
    payment.put("payment", inner);
    payment.put("price", 1.5);
    payment.put("share", 0.1f);
    payment.put("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), "REFUND"));
    payment.put("shop", null);
    payment.put("ok", false);
    return payment;
  }

  static RawRecord avro(GenericRecord datum) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(datum.getSchema()).write(datum, encoder);
    encoder.flush();
    return RawRecord.avro(Mappings.HERE, SCHEMA, bytes.toByteArray());
  }
}
