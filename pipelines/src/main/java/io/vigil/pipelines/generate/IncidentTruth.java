package io.vigil.pipelines.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vigil.schemas.Transaction;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Writes what is true of each incident, in order of their numbers: {@code incidents.jsonl}. */
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
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
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
