package io.vigil.pipelines.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vigil.schemas.Transaction;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Writes what is true of each incident, as soon as it is known: {@code incidents.jsonl}. */
final class IncidentTruth implements Closeable {

  private final JsonGenerator json;

  /**
   * @param folder of the truth
   */
  IncidentTruth(Path folder) throws IOException {
    var file = Files.newOutputStream(folder.resolve("incidents.jsonl"));
    json =
        new JsonFactory()
            .createGenerator(new BufferedOutputStream(file))
            .setRootValueSeparator(null);
  }

  /** The incident of that number, as it stands in the truth. */
  static String id(int incident) {
    return Names.numbered("incident-", incident);
  }

  void write(Incident incident) throws IOException {
    json.writeStartObject();
    json.writeStringField("incident", id(incident.number()));
    json.writeStringField("kind", incident.kind().key());
    json.writeBooleanField("fraud", incident.kind().isFraud());
    json.writeStringField("dimension", incident.kind().dimension());
    texts("keys", incident.keys());
    json.writeStringField("start", Instant.ofEpochMilli(incident.start()).toString());
    json.writeStringField("end", Instant.ofEpochMilli(incident.end()).toString());
    json.writeNumberField("transactions", incident.transactions().size());
    texts(
        "transaction_ids",
        incident.transactions().stream().map(Transaction::transactionId).toList());
    var subtlety = incident.subtlety();
    json.writeStringField("subtlety", subtlety == null ? null : subtlety.key());
    others(incident.others());
    texts(
        "transaction_times",
        incident.transactions().stream()
            .map(it -> Instant.ofEpochMilli(it.eventTime()).toString())
            .toList());
    dollars(incident.transactions());
    json.writeArrayFieldStart("declined");
    for (var it : incident.transactions()) {
      json.writeBoolean(it.isDeclined());
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  private void others(List<Incident.Key> keys) throws IOException {
    json.writeArrayFieldStart("other_keys");
    for (var it : keys) {
      json.writeStartObject();
      json.writeStringField("dimension", it.dimension());
      json.writeStringField("key", it.key());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** In cents, so that the text is the same on every JDK. */
  private void dollars(List<Transaction> transactions) throws IOException {
    json.writeArrayFieldStart("dollars");
    for (var it : transactions) {
      long cents = Math.round(100 * Country.dollars(it.currency(), it.amount()));
      json.writeNumber(BigDecimal.valueOf(cents, 2));
    }
    json.writeEndArray();
  }

  private void texts(String field, List<String> values) throws IOException {
    json.writeFieldName(field);
    json.writeStartArray();
    for (var value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
