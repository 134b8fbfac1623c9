package io.vigil.schemas.avro;

import io.vigil.schemas.Conflict;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Incident;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Stage;
import io.vigil.schemas.TopicMetadata;
import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** The records that Vigil writes, each with the schema of its name beside this class. */
public final class RecordTypes {

  /** Its source columns may be null in foreign files; {@code fromAvro} needs them. */
  public static final RecordType<Transaction> TRANSACTION =
      type(Transaction.class, TransactionColumns::put, TransactionColumns::get);

  public static final RecordType<LateTransaction> LATE_TRANSACTION =
      type(LateTransaction.class, RecordTypes::putLate, RecordTypes::getLate);

  public static final RecordType<DeadLetter> DEAD_LETTER =
      type(DeadLetter.class, RecordTypes::putDeadLetter, RecordTypes::getDeadLetter);

  public static final RecordType<Total> TOTAL =
      type(Total.class, RecordTypes::putTotal, RecordTypes::getTotal);

  public static final RecordType<Spike> SPIKE =
      type(Spike.class, RecordTypes::putSpike, RecordTypes::getSpike);

  public static final RecordType<Incident> INCIDENT =
      type(Incident.class, RecordTypes::putIncident, RecordTypes::getIncident);

  public static final RecordType<Conflict> CONFLICT =
      type(Conflict.class, RecordTypes::putConflict, RecordTypes::getConflict);

  public static final RecordType<Flag> FLAG =
      type(Flag.class, RecordTypes::putFlag, RecordTypes::getFlag);

  public static final RecordType<LedgerEntry> LEDGER_ENTRY =
      type(LedgerEntry.class, RecordTypes::putLedgerEntry, RecordTypes::getLedgerEntry);

  private RecordTypes() {}

  public static List<RecordType<?>> all() {
    return List.of(
        TRANSACTION,
        LATE_TRANSACTION,
        DEAD_LETTER,
        TOTAL,
        SPIKE,
        INCIDENT,
        CONFLICT,
        FLAG,
        LEDGER_ENTRY);
  }

  /**
   * The one for that class of records.
   *
   * @throws IllegalArgumentException if there is none
   */
  @SuppressWarnings("unchecked") // The type that says it is for T is the RecordType<T>.
  public static <T> RecordType<T> of(Class<T> type) {
    for (var recordType : all()) {
      if (recordType.type().equals(type)) {
        return (RecordType<T>) recordType;
      }
    }
    throw new IllegalArgumentException("no Avro schema for " + type);
  }

  private static <T> RecordType<T> type(
      Class<T> type, BiConsumer<T, GenericRecord> put, Function<Row, T> get) {
    var schema = schemaOf(type);
    return new RecordType<>(
        type,
        schema,
        value -> {
          var row = new GenericData.Record(schema);
          put.accept(value, row);
          return row;
        },
        row -> get.apply(new Row(row)));
  }

  private static Schema schemaOf(Class<?> type) {
    try (var in = RecordTypes.class.getResourceAsStream(type.getSimpleName() + ".avsc")) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void putLate(LateTransaction late, GenericRecord row) {
    TransactionColumns.put(late.transaction(), row);
    row.put("bucket_end", late.bucketEnd());
    row.put("watermark", late.watermark());
  }

  private static LateTransaction getLate(Row row) {
    return new LateTransaction(
        TransactionColumns.get(row), row.number("bucket_end"), row.number("watermark"));
  }

  private static void putDeadLetter(DeadLetter letter, GenericRecord row) {
    row.put("stage", letter.stage().name());
    row.put("reason", letter.reason().name());
    row.put("message", letter.message());
    row.put("source", letter.source().source());
    row.put("partition", letter.source().partition());
    row.put("offset", letter.source().offset());
    row.put("encoding", letter.encoding().name());
    row.put("schema", letter.schema());
    row.put("schema_hash", letter.schemaHash());
    row.put("bytes", ByteBuffer.wrap(letter.bytes()));
    row.put("whole_length", letter.wholeLength());
    row.put("event_time", letter.eventTime());
    row.put("attempt", letter.attempt());
    row.put("vigil_version", letter.vigilVersion());
    var metadata = letter.topicMetadata();
    row.put("topic_metadata", metadata == null ? null : metadata.toJson());
  }

  private static DeadLetter getDeadLetter(Row row) {
    var metadata = row.textOrNull("topic_metadata");
    return new DeadLetter(
        row.word("stage", Stage.class),
        row.word("reason", Reason.class),
        row.text("message"),
        new SourcePosition(row.text("source"), row.intNumber("partition"), row.number("offset")),
        row.word("encoding", Encoding.class),
        row.textOrNull("schema"),
        row.textOrNull("schema_hash"),
        row.bytes("bytes"),
        row.numberOrNull("whole_length"),
        row.numberOrNull("event_time"),
        row.intNumber("attempt"),
        row.text("vigil_version"),
        metadata == null ? null : TopicMetadata.ofJson(metadata));
  }

  private static void putTotal(Total total, GenericRecord row) {
    row.put("grain", lowerCase(total.grain()));
    row.put("dimension", lowerCase(total.dimension()));
    row.put("key", total.key());
    row.put("currency", total.currency());
    row.put("window_start", total.windowStart());
    row.put("window_end", total.windowEnd());
    row.put("count", total.count());
    row.put("declined", total.declined());
    row.put("flagged", total.flagged());
    row.put("sum", total.sum());
    row.put("sum_capped", total.sumCapped());
    row.put("largest", total.largest());
    row.put("cards", total.cards());
    row.put("generation", total.generation());
    row.put("facts", total.facts());
    row.put("final", total.isFinal());
  }

  private static Total getTotal(Row row) {
    return new Total(
        row.word("grain", Grain.class),
        row.word("dimension", Dimension.class),
        row.text("key"),
        row.text("currency"),
        row.number("window_start"),
        row.number("window_end"),
        row.number("count"),
        row.number("declined"),
        row.number("flagged"),
        row.number("sum"),
        row.flag("sum_capped"),
        row.number("largest"),
        row.number("cards"),
        row.number("generation"),
        row.number("facts"),
        row.flag("final"));
  }

  private static void putSpike(Spike spike, GenericRecord row) {
    row.put("spike_id", spike.spikeId());
    row.put("incident_id", spike.incidentId());
    row.put("dimension", lowerCase(spike.dimension()));
    row.put("key", spike.key());
    row.put("bucket_start", spike.bucketStart());
    row.put("bucket_end", spike.bucketEnd());
    row.put("flagged", spike.flagged());
    row.put("expected", spike.expected());
    row.put("probability", spike.probability());
    row.put("threshold", spike.threshold());
    row.put("signal", spike.signal());
    row.put("span_seconds", spike.spanSeconds());
    row.put("state", spike.state().name());
    row.put("generation", spike.generation());
    row.put("facts", spike.facts());
    row.put("final", spike.isFinal());
  }

  private static Spike getSpike(Row row) {
    return new Spike(
        row.text("spike_id"),
        row.text("incident_id"),
        row.word("dimension", Dimension.class),
        row.text("key"),
        row.number("bucket_start"),
        row.number("bucket_end"),
        row.number("flagged"),
        row.real("expected"),
        row.real("probability"),
        row.number("threshold"),
        row.text("signal"),
        row.number("span_seconds"),
        row.word("state", Spike.State.class),
        row.number("generation"),
        row.number("facts"),
        row.flag("final"));
  }

  private static void putIncident(Incident incident, GenericRecord row) {
    row.put("incident_id", incident.incidentId());
    row.put("dimension", lowerCase(incident.dimension()));
    row.put("key", incident.key());
    row.put("incident_start", incident.incidentStart());
    row.put("incident_end", incident.incidentEnd());
    row.put("spikes", incident.spikes());
    row.put("flagged", incident.flagged());
    row.put("peak", incident.peak());
    row.put("peak_start", incident.peakStart());
    row.put("kind", lowerCase(incident.kind()));
    row.put("fraud", incident.isFraud());
    row.put("alarmed_at", incident.alarmedAt());
    row.put("last_seen", incident.lastSeen());
    row.put("signal", incident.signal());
    row.put("span_seconds", incident.spanSeconds());
    row.put("observed", incident.observed());
    row.put("expected", incident.expected());
    row.put("probability", incident.probability());
    row.put("cards", incident.cards());
    row.put("attempts", incident.attempts());
    row.put("approved", incident.approved());
    row.put("approved_money", incident.approvedMoney());
    row.put("declined", incident.declined());
    row.put("declined_money", incident.declinedMoney());
    row.put("transaction_ids", incident.transactionIds());
    row.put("rules", incident.rules());
    row.put("evidence", incident.evidence());
    row.put("detection", incident.detection());
    row.put("state", incident.state().name());
    row.put("generation", incident.generation());
    row.put("facts", incident.facts());
    row.put("final", incident.isFinal());
  }

  private static Incident getIncident(Row row) {
    return new Incident(
        row.text("incident_id"),
        row.word("dimension", Dimension.class),
        row.text("key"),
        row.number("incident_start"),
        row.number("incident_end"),
        row.number("spikes"),
        row.number("flagged"),
        row.number("peak"),
        row.number("peak_start"),
        row.word("kind", Incident.Kind.class),
        row.flag("fraud"),
        row.number("alarmed_at"),
        row.number("last_seen"),
        row.text("signal"),
        row.number("span_seconds"),
        row.number("observed"),
        row.real("expected"),
        row.real("probability"),
        row.number("cards"),
        row.number("attempts"),
        row.number("approved"),
        row.text("approved_money"),
        row.number("declined"),
        row.text("declined_money"),
        row.text("transaction_ids"),
        row.text("rules"),
        row.text("evidence"),
        row.text("detection"),
        row.word("state", Spike.State.class),
        row.number("generation"),
        row.number("facts"),
        row.flag("final"));
  }

  private static void putConflict(Conflict conflict, GenericRecord row) {
    row.put("transaction_id", conflict.transactionId());
    row.put("contents", conflict.contents());
    row.put("source", conflict.source().source());
    row.put("partition", conflict.source().partition());
    row.put("offset", conflict.source().offset());
  }

  private static Conflict getConflict(Row row) {
    return new Conflict(
        row.text("transaction_id"),
        row.number("contents"),
        new SourcePosition(row.text("source"), row.intNumber("partition"), row.number("offset")));
  }

  private static void putFlag(Flag flag, GenericRecord row) {
    row.put("rule", flag.rule());
    row.put("evidence", flag.evidence());
    row.put("transaction_id", flag.transactionId());
    row.put("content", flag.content());
    row.put("event_time", flag.eventTime());
    row.put("merchant_id", flag.merchantId());
    row.put("currency", flag.currency());
    row.put("country", flag.country());
    row.put("category", flag.category());
    row.put("issuer", flag.issuer());
    row.put("card_id", flag.cardId());
  }

  private static Flag getFlag(Row row) {
    return new Flag(
        row.text("rule"),
        row.text("evidence"),
        row.text("transaction_id"),
        row.text("content"),
        row.number("event_time"),
        row.text("merchant_id"),
        row.text("currency"),
        row.textOrNull("country"),
        row.textOrNull("category"),
        row.textOrNull("issuer"),
        row.textOrNull("card_id"));
  }

  private static void putLedgerEntry(LedgerEntry entry, GenericRecord row) {
    row.put("source", entry.source());
    row.put("partition", entry.partition());
    row.put("block_start", entry.blockStart());
    row.put("block_end", entry.blockEnd());
    row.put("read", entry.read());
    row.put("accepted", entry.accepted());
    row.put("duplicates", entry.duplicates());
    row.put("dead_letters", entry.deadLetters());
    row.put("late", entry.late());
    row.put("skipped", entry.skipped());
    row.put("generation", entry.generation());
  }

  private static LedgerEntry getLedgerEntry(Row row) {
    return new LedgerEntry(
        row.text("source"),
        row.intNumber("partition"),
        row.number("block_start"),
        row.number("block_end"),
        row.number("read"),
        row.number("accepted"),
        row.number("duplicates"),
        row.number("dead_letters"),
        row.number("late"),
        row.number("skipped"),
        row.number("generation"));
  }

  private static String lowerCase(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
