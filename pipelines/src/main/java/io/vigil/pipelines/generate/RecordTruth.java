package io.vigil.pipelines.generate;

import io.vigil.schemas.bytes.TextOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what is true of each record, in order of arrival: {@code truth/records.jsonl}. */
final class RecordTruth implements EntrySink {

  private final GenerateConfig config;
  private final TextOutput text;
  private int file = -1;
  private String fileName = "";

  /**
   * @param folder of the truth
   */
  RecordTruth(Path folder, GenerateConfig config) throws IOException {
    this.config = config;
    this.text = new TextOutput(Files.newOutputStream(folder.resolve("records.jsonl")));
  }

  /** All texts in it are the generator's own, of which none needs an escape. */
  @Override
  public void write(Entry entry) throws IOException {
    var bad = entry.bad;
    if (entry.file != file) {
      file = entry.file;
      var target = config.target();
      fileName = target == null ? config.form().fileName(file) : target.topic();
    }
    text.text("{\"file\":\"");
    text.text(fileName);
    text.text("\",\"record\":");
    text.decimal(entry.number, 0);
    text.text(",\"transaction_id\":");
    if (bad == null) {
      text.ascii('"');
      text.text(entry.transaction.transactionId());
      text.ascii('"');
    } else {
      text.text("null");
    }
    text.text(",\"event_time\":\"");
    text.time(entry.transaction.eventTime());
    text.text("\",\"arrival_time\":\"");
    text.time(entry.arrival);
    text.text("\",\"bounded\":\"");
    text.text(entry.bounded.key());
    text.text("\",\"streaming\":\"");
    text.text(entry.streaming.key());
    text.text("\",\"reason\":");
    text.text(bad == null ? "null" : '"' + bad.reason().name() + '"');
    text.text(",\"incident\":");
    text.text(entry.incident == 0 ? "null" : '"' + IncidentTruth.id(entry.incident) + '"');
    text.text("}\n");
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
