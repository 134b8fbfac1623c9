package io.vigil.pipelines.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.vigil.pipelines.cli.Password;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that answers as the interface of Confluent's registry is documented. */
class SchemaRegistryTest {

  private static final String SCHEMA =
      "{'type':'record','name':'Pay','fields':[{'name':'id','type':'string'},{'name':'cents','type':'long'}]}"
          .replace('\'', '"');

  private static final Mapping MAPPING =
      Mapping.parse(
          "m.yaml",
          """
          version: 1
          fields:
            transaction_id: {column: id}
            event_time: {constant: '2026-03-01T12:00:00Z'}
            card_id: {constant: c}
            merchant_id: {constant: m}
            amount: {expression: cents / 100}
            currency: {constant: GBP}
          """);

  private record Answer(int status, String body) {}

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var login = exchange.getRequestHeaders().getFirst("Authorization");
          asked.add(exchange.getRequestURI().getRawPath() + (login == null ? "" : " " + login));
          var answer =
              answers.getOrDefault(
                  exchange.getRequestURI().getRawPath(), new Answer(404, "{\"error_code\":40403}"));
          if (answer.status() == 503) {
            answers.remove(exchange.getRequestURI().getRawPath());
          }
          var body = answer.body().getBytes(UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    register(17, "", SCHEMA);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void shouldReadAValueWithTheSchemaThatItNames() throws Exception {
    var parser = parser(registry(), MAPPING);
    for (int i = 0; i < 3; i++) {
      var payment = (Transaction) parse(parser, wire(17, pay("p" + i, 1250)));
      assertThat(payment.transactionId(), is("p" + i));
      assertThat(payment.amount(), is(1_250L));
    }
    assertThat(asked, contains("/schemas/ids/17"));
  }

  @Test
  void shouldReadVigilsOwnFormToo() throws Exception {
    register(3, "", RecordTypes.TRANSACTION.schema().toString());
    var payment =
        new Transaction(
            "id",
            1_772_000_000_000L,
            "card",
            "shop",
            12_50,
            "GBP",
            "GB",
            null,
            null,
            0.5,
            SourcePosition.inTopic("t", 0, 0));
    assertThat(
        parse(parser(registry(), null), wire(3, RecordTypes.TRANSACTION.encode(payment))),
        is(payment));
  }

  @Test
  void shouldReadJsonWhoseSchemaIsOfJson() {
    register(5, "\"schemaType\":\"JSON\",", "{}");
    var value = wire(5, "{\"id\":\"j\",\"cents\":99}".getBytes(UTF_8));
    assertThat(((Transaction) parse(parser(registry(), MAPPING), value)).amount(), is(99L));
  }

  @Test
  void shouldFindTheTypesOfOtherSchemas() throws Exception {
    var money =
        "{\"type\":\"record\",\"name\":\"Money\",\"namespace\":\"a\",\"fields\":[{\"name\":\"cents\",\"type\":\"long\"}]}";
    var pay =
        "{\"type\":\"record\",\"name\":\"Pay\",\"namespace\":\"a\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"sum\",\"type\":\"Money\"}]}";
    answers.put(
        "/schemas/ids/8",
        new Answer(
            200,
            "{\"schema\":%s,\"references\":[{\"name\":\"a.Money\",\"subject\":\"a money\",\"version\":2}]}"
                .formatted(quoted(pay))));
    answers.put(
        "/subjects/a%20money/versions/2",
        new Answer(
            200, "{\"subject\":\"a money\",\"version\":2,\"schema\":%s}".formatted(quoted(money))));
    var parser = new Schema.Parser();
    var moneySchema = parser.parse(money);
    var schema = parser.parse(pay);
    var sum = new GenericData.Record(moneySchema);
    sum.put("cents", 7L);
    var row = new GenericData.Record(schema);
    row.put("id", "x");
    row.put("sum", sum);
    var mapping =
        Mapping.parse(
            "m.yaml",
            """
            version: 1
            fields:
              transaction_id: {column: id}
              event_time: {constant: '2026-03-01T12:00:00Z'}
              card_id: {constant: c}
              merchant_id: {constant: m}
              amount: {expression: COLUMN("sum.cents") / 100}
              currency: {constant: GBP}
            """);
    var payment = (Transaction) parse(parser(registry(), mapping), wire(8, bytes(schema, row)));
    assertThat(payment.amount(), is(7L));
  }

  @Test
  void shouldSetAsideWhatNobodyCanRead() {
    register(6, "\"schemaType\":\"PROTOBUF\",", "syntax");
    var parser = parser(registry(), MAPPING);
    assertThat(messageOf(parser, wire(99, new byte[] {1})), is("the registry knows no schema 99"));
    assertThat(messageOf(parser, wire(99, new byte[] {1})), is("the registry knows no schema 99"));
    assertThat(
        messageOf(parser, wire(6, new byte[] {1})),
        is("schema 6 is of the type PROTOBUF; Vigil reads AVRO and JSON"));
    assertThat(
        messageOf(parser, "{\"id\":1}".getBytes(UTF_8)),
        is("does not begin with the number of a schema"));
    assertThat(messageOf(parser, new byte[] {0, 0}), containsString("does not begin"));
    assertThat(asked, contains("/schemas/ids/99", "/schemas/ids/6"));
    var failure = (ParseFailure) parse(parser, wire(17, new byte[] {4, 'p'}));
    assertThat(failure.reason(), is(Reason.MALFORMED_AVRO));
    assertThat(failure.record().schema(), is(SCHEMA));
  }

  /** Whole, so that it can be written to its topic again; and with its schema. */
  @Test
  void shouldKeepAValueAsItWasSoThatItCanBeMended() throws Exception {
    var strict =
        Mapping.parse(
            "m.yaml",
            """
            version: 1
            fields:
              transaction_id: {column: id}
              event_time: {constant: '2026-03-01T12:00:00Z'}
              card_id: {constant: c}
              merchant_id: {constant: m}
              amount: {expression: cents / 1000}
              currency: {constant: GBP}
            """);
    register(5, "\"schemaType\":\"JSON\",", "{}");
    for (var value :
        List.of(
            wire(17, pay("p", 1251)), wire(5, "{\"id\":\"p\",\"cents\":1251}".getBytes(UTF_8)))) {
      var failure = (ParseFailure) parse(parser(registry(), strict), value);
      assertThat(failure.reason(), is(Reason.TOO_MANY_DECIMALS));
      var letter = DeadLetter.of(failure);
      assertThat(letter.bytes(), is(value));
      assertThat(letter.canBeRetried(), is(true));
      var mended = (Transaction) TransactionParser.of(MAPPING).parse(letter.toRecord());
      assertThat(mended.amount(), is(1_251L));
    }
  }

  @Test
  void shouldSayThatAValueIsInTheWireFormatIfThereIsNoRegistry() throws Exception {
    var parser = new TopicParser(KafkaValues.json(MAPPING), new ClockSkew(Duration.ofMinutes(5)));
    assertThat(
        ((ParseFailure) parse(parser, wire(17, pay("p", 1)))).message(),
        containsString(
            "begins like Confluent's wire format, with schema 17: --schemaRegistry reads it"));
  }

  /** A registry that cannot answer now costs no record. */
  @Test
  void shouldAskAgain() throws Exception {
    var schema = answers.get("/schemas/ids/17");
    answers.put("/schemas/ids/17", new Answer(503, ""));
    var back =
        new Thread(
            () -> {
              while (answers.containsKey("/schemas/ids/17")) {
                Thread.onSpinWait();
              }
              answers.put("/schemas/ids/17", schema);
            });
    back.start();
    assertThat(
        parse(parser(registry(), MAPPING), wire(17, pay("p", 1))) instanceof Transaction, is(true));
    assertThat(asked, hasSize(2));
    back.join();
  }

  @Test
  void shouldShowItsLoginToTheServerAlone(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("secret"), "pa55");
    var registry =
        new SchemaRegistry(
            registry().url(), "ann", Password.named("--schemaRegistryPassword", "file:" + file));
    answers.put("/subjects", new Answer(401, "ann pa55"));
    var refusal = assertThrows(Refusal.class, registry::check);
    assertThat(
        refusal.getMessage(),
        is(
            "the schema registry at 127.0.0.1:%d: refuses the login (--schemaRegistryUser, --schemaRegistryPassword)"
                .formatted(server.getAddress().getPort())));
    var login = Base64.getEncoder().encodeToString("ann:pa55".getBytes(UTF_8));
    assertThat(asked, contains("/subjects Basic " + login));
    assertThat(registry.toString(), not(containsString("pa55")));
    answers.put("/subjects", new Answer(200, "[]"));
    registry.check();
    assertThat(copy(KafkaValues.registered(registry, MAPPING)).store(), is(registry));
  }

  @Test
  void shouldRefuseWhatIsNoRegistry() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SchemaRegistry(URI.create("ftp://127.0.0.1"), null, null));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SchemaRegistry(URI.create("http://ann:secret@127.0.0.1"), null, null));
    server.stop(0);
    assertThat(
        assertThrows(Refusal.class, registry()::check).getMessage(),
        containsString("nobody answers"));
  }

  @Test
  void shouldTakeSchemasFromAFolder(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("17.avsc"), SCHEMA);
    var store = new SchemaFolder(folder.toString());
    store.check();
    var parser = parser(store, MAPPING);
    assertThat(((Transaction) parse(parser, wire(17, pay("p", 5)))).amount(), is(5L));
    assertThat(
        messageOf(parser, wire(18, new byte[] {1})), startsWith("there is no schema 18 in "));
    assertThrows(Refusal.class, () -> new SchemaFolder(folder + "/none").check());
  }

  @Test
  void shouldHaveNoValueInATombstone() {
    var failure = (ParseFailure) parse(parser(registry(), MAPPING), null);
    assertThat(failure.reason(), is(Reason.TOMBSTONE));
    assertThat(failure.record().schema(), is(nullValue()));
  }

  private SchemaRegistry registry() {
    return new SchemaRegistry(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), null, null);
  }

  private void register(int id, String type, String schema) {
    answers.put(
        "/schemas/ids/" + id, new Answer(200, "{%s\"schema\":%s}".formatted(type, quoted(schema))));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\\\"") + '"';
  }

  private static TopicParser parser(SchemaStore store, Mapping mapping) {
    return new TopicParser(
        KafkaValues.registered(store, mapping), new ClockSkew(Duration.ofMinutes(5)));
  }

  private static Parsed parse(TopicParser parser, byte[] value) {
    return parser.parse(new ConsumerRecord<>("t", 0, 0, null, value));
  }

  private static String messageOf(TopicParser parser, byte[] value) {
    var failure = (ParseFailure) parse(parser, value);
    assertThat(failure.reason(), is(Reason.UNKNOWN_SCHEMA));
    assertThat(failure.record().bytes(), is(value));
    return failure.message();
  }

  private static byte[] wire(int id, byte[] value) {
    return ByteBuffer.allocate(5 + value.length).put((byte) 0).putInt(id).put(value).array();
  }

  private static byte[] pay(String id, long cents) throws IOException {
    var schema = new Schema.Parser().parse(SCHEMA);
    var row = new GenericData.Record(schema);
    row.put("id", id);
    row.put("cents", cents);
    return bytes(schema, row);
  }

  private static byte[] bytes(Schema schema, GenericRecord row) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(row, encoder);
    return bytes.toByteArray();
  }

  private static KafkaValues copy(KafkaValues values) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(values);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (KafkaValues) in.readObject();
    }
  }
}
