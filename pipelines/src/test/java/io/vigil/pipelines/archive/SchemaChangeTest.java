package io.vigil.pipelines.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An archive with files of an older Vigil, of this one, and of a newer one. */
@ExtendWith(TestPipelineExtension.class)
class SchemaChangeTest {

  private static final Instant SEVEN = Instant.parse("2026-03-01T07:00:00Z");

  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void setUp() throws IOException {
    archive = Archive.at(folder.resolve("archive"));
    for (int offset = 0; offset < 3; offset++) {
      ArchiveWriter.to(archive).write(List.of(whole(offset)));
    }
  }

  @Test
  void shouldReadOldAndNewFilesTogether(TestPipeline pipeline) throws IOException {
    rewrite(0, older());
    rewrite(2, newer());

    var files = archive.readManifest().transactions();

    assertThat(ReadArchive.damaged(files), is(empty()));
    PAssert.that(pipeline.apply("Read", ReadArchive.of(files)))
        .containsInAnyOrder(List.<Parsed>of(bare(0), whole(1), whole(2)));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void shouldCompactOldAndNewFilesTogether() throws IOException {
    rewrite(0, older());
    rewrite(2, newer());

    Compaction.of(archive, 100).run();

    assertThat(
        ArchiveContent.of(archive).transactions().values(), contains(bare(0), whole(1), whole(2)));
  }

  @Test
  void shouldNameAFileThatLacksAColumnThatMustBeThere() throws IOException {
    rewrite(1, without(List.of("amount")));

    assertThat(
        ReadArchive.damaged(archive.readManifest().transactions()),
        contains(containsString("p0-000002-")));
    assertThat(
        ReadArchive.damaged(archive.readManifest().transactions()),
        contains(containsString("there is no column amount")));
  }

  @Test
  void shouldNameFilesThatAreGoneOrShort() throws IOException {
    var files = archive.readManifest().transactions();
    Files.delete(Path.of(files.get(0).path()));
    Files.writeString(Path.of(files.get(1).path()), "PAR1");

    assertThat(
        ReadArchive.damaged(files),
        contains(
            containsString(files.get(0).path() + ": no such file"),
            containsString(files.get(1).path() + ": it has 4 bytes, and its entry says ")));
  }

  private static Schema older() {
    return without(List.of("country", "status", "category", "risk_score"));
  }

  private static Schema newer() {
    var schema = without(List.of());
    var fields = new ArrayList<Schema.Field>();
    var added =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"channel\",\"type\":"
                    + "[\"null\",\"string\"],\"default\":null},{\"name\":\"points\",\"type\":"
                    + "\"float\",\"default\":0}]}");
    // In the middle, so that it must be passed over.
    fields.add(new Schema.Field(added.getField("points"), added.getField("points").schema()));
    schema.getFields().forEach(it -> fields.add(new Schema.Field(it, it.schema())));
    fields.add(new Schema.Field(added.getField("channel"), added.getField("channel").schema()));
    return Schema.createRecord("Transaction", null, "io.vigil", false, fields);
  }

  private static Schema without(List<String> names) {
    var fields = new ArrayList<Schema.Field>();
    for (var field : RecordTypes.TRANSACTION.schema().getFields()) {
      if (!names.contains(field.name())) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }
    return Schema.createRecord("Transaction", null, "io.vigil", false, fields);
  }

  /** Writes the file of that record as another version would have. */
  private void rewrite(int offset, Schema schema) throws IOException {
    var file = archive.readManifest().transactions().get(offset);
    var path = Path.of(file.path());
    Files.delete(path);
    var from = RecordTypes.TRANSACTION.toAvro(whole(offset));
    var row = new GenericData.Record(schema);
    for (var field : schema.getFields()) {
      var same = from.getSchema().getField(field.name());
      if (same != null) {
        row.put(field.name(), from.get(field.name()));
      } else {
        row.put(field.name(), field.name().equals("points") ? (Object) 3.5f : "web");
      }
    }
    try (var writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(path))
            .withSchema(schema)
            .withDataModel(new GenericData())
            .withConf(new PlainParquetConfiguration())
            .build()) {
      writer.write(row);
    }
    var entry = archive.entryFolder(ArchiveKind.TRANSACTIONS, SEVEN.toEpochMilli());
    var json = new ObjectMapper();
    var entryFile = entry.resolve(file.name() + ".json").toFile();
    var changed = (ObjectNode) json.readTree(entryFile);
    changed.put("bytes", Files.size(path)).put("vigil_version", "another").put("colour", "blue");
    json.writeValue(entryFile, changed);
  }

  private static Transaction whole(long offset) {
    return transaction(offset, "GB", "APPROVED", "food", 0.25);
  }

  private static Transaction bare(long offset) {
    return transaction(offset, null, null, null, null);
  }

  private static Transaction transaction(
      long offset, String country, String status, String category, Double risk) {
    return new Transaction(
        "t" + offset,
        SEVEN.toEpochMilli() + offset,
        "c",
        "m",
        100,
        "GBP",
        country,
        status,
        category,
        risk,
        SourcePosition.inTopic("payments", 0, offset));
  }
}
