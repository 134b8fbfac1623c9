package io.vigil.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.parse.CanonicalFields;
import io.vigil.schemas.parse.TransactionParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Records a second, on one thread, from bytes to a transaction: Vigil's parser, which also checks
 * and normalises every field, and Jackson's data binding as a team would use it, which checks
 * types.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ParserBenchmark {

  private final RawRecord[] json = SampleRecords.records(FileFormat.JSON);
  private final RawRecord[] csv = SampleRecords.records(FileFormat.CSV);
  private final TransactionParser parser = new TransactionParser(new CanonicalFields());
  private final ObjectReader jsonBinding = jsonBinding();
  private final ObjectReader csvBinding = csvBinding();
  private int next;

  @Benchmark
  public Parsed jsonByVigil() {
    return parser.parse(json[++next & json.length - 1]);
  }

  @Benchmark
  public Payment jsonByJacksonDatabind() throws IOException {
    return jsonBinding.readValue(json[++next & json.length - 1].bytes());
  }

  @Benchmark
  public Parsed csvByVigil() {
    return parser.parse(csv[++next & csv.length - 1]);
  }

  @Benchmark
  public Payment csvByJacksonDatabind() throws IOException {
    return csvBinding.readValue(csv[++next & csv.length - 1].bytes());
  }

  private static ObjectReader jsonBinding() {
    return JsonMapper.builder().addModule(instants()).build().readerFor(Payment.class);
  }

  private static ObjectReader csvBinding() {
    var mapper = CsvMapper.builder().addModule(instants()).build();
    var schema = CsvSchema.builder();
    for (var column : SampleRecords.records(FileFormat.CSV)[0].schema().split(",")) {
      schema.addColumn(column);
    }
    return mapper.readerFor(Payment.class).with(schema.setNullValue("").build());
  }

  private static SimpleModule instants() {
    return new SimpleModule().addDeserializer(Instant.class, new InstantDeserializer());
  }

  /** The transaction as Jackson binds it. */
  public record Payment(
      @JsonProperty("transaction_id") String transactionId,
      @JsonProperty("event_time") Instant eventTime,
      @JsonProperty("card_id") String cardId,
      @JsonProperty("merchant_id") String merchantId,
      @JsonProperty("amount") BigDecimal amount,
      @JsonProperty("currency") String currency,
      @JsonProperty("country") @Nullable String country,
      @JsonProperty("status") @Nullable String status,
      @JsonProperty("category") @Nullable String category,
      @JsonProperty("risk_score") @Nullable Double riskScore) {}

  private static final class InstantDeserializer extends StdDeserializer<Instant> {

    private static final long serialVersionUID = 1;

    InstantDeserializer() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Instant.parse(parser.getText());
    }
  }
}
