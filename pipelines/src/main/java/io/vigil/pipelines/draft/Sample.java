package io.vigil.pipelines.draft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.files.ReadLimits;
import io.vigil.pipelines.files.SourceFile;
import io.vigil.pipelines.kafka.KafkaMetadata;
import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.TopicLog;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.RecordReader;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.avro.ForeignSchema;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.json.ForeignJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Some records of a source.
 *
 * @param columns their names, in order; {@code payment.amount} for one within another
 * @param csv how CSV seems to be written; null for other formats
 */
record Sample(List<RawRecord> records, List<String> columns, @Nullable CsvGuess csv) {

  private static final int BEGINNING = 1 << 16;
  private static final int DEEPEST = 5;
  private static final ObjectMapper JSON = ForeignJson.mapper();

  /** The first records of a file. */
  static Sample of(SourceFile file, int most, int maxRecordBytes) {
    try {
      var csv = file.format() == FileFormat.CSV ? beginning(Path.of(file.path())) : null;
      var limits = new ReadLimits(maxRecordBytes, csv == null ? CsvDialect.DEFAULT : csv.dialect());
      try (var reader = file.open(limits)) {
        var records = first(reader, most);
        return new Sample(records, columns(records, reader.schema(), csv), csv);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The same, of a file of which it is known how it is cut into records. */
  static Sample of(SourceFile file, ReadLimits limits, int most) {
    try (var reader = file.open(limits)) {
      return new Sample(first(reader, most), List.of(), null);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static List<RawRecord> first(RecordReader reader, int most) throws IOException {
    var records = new ArrayList<RawRecord>();
    for (var it = reader.next(); it != null && records.size() < most; it = reader.next()) {
      records.add(it);
    }
    return records;
  }

  private static Refusal unreadable(SourceFile file, IOException problem) {
    return new Refusal("cannot read " + file.path() + ": " + FileProblem.inWords(problem), problem);
  }

  /** The last records of a topic whose values are JSON. */
  static Sample of(KafkaSettings settings, String topic, int most) {
    var records = new ArrayList<RawRecord>();
    TopicLog.last(settings, topic, most)
        .forEach(
            it -> {
              if (it.value() != null && records.size() < most) {
                var position = SourcePosition.inTopic(topic, it.partition(), it.offset());
                var metadata = KafkaMetadata.of(it.key(), it.timestamp(), it.headers());
                records.add(RawRecord.json(position, it.value()).withMetadata(metadata));
              }
            });
    return new Sample(records, columns(records, null, null), null);
  }

  private static CsvGuess beginning(Path path) throws IOException {
    try (var file = uncompressed(new BufferedInputStream(Files.newInputStream(path)))) {
      var bytes = file.readNBytes(BEGINNING);
      return CsvGuess.of(bytes, bytes.length < BEGINNING);
    }
  }

  private static InputStream uncompressed(BufferedInputStream file) throws IOException {
    file.mark(2);
    boolean isGzip = file.read() == 0x1f && file.read() == 0x8b;
    file.reset();
    return isGzip ? new GZIPInputStream(file) : file;
  }

  private static List<String> columns(
      List<RawRecord> records, @Nullable String schema, @Nullable CsvGuess csv) {
    if (csv != null) {
      return csv.columns();
    }
    var names = new LinkedHashSet<String>();
    if (schema != null) {
      add(parsed(schema), "", 0, names);
    } else {
      for (var record : records) {
        if (record.encoding() == Encoding.JSON && record.damage() == null) {
          add(tree(record.bytes()), "", 0, names);
        }
      }
    }
    return List.copyOf(names);
  }

  private static Schema parsed(String schema) {
    try {
      return ForeignSchema.parse(schema);
    } catch (Rejection e) {
      throw new Refusal("cannot find the columns: " + e.getMessage(), e);
    }
  }

  /** What is no JSON shows when the mapping is tried. */
  private static JsonNode tree(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static void add(JsonNode node, String path, int depth, Set<String> names) {
    if (node.isObject() && depth < DEEPEST) {
      node.fields()
          .forEachRemaining(it -> add(it.getValue(), join(path, it.getKey()), depth + 1, names));
    } else if (node.isValueNode() && !path.isEmpty()) {
      names.add(path);
    }
  }

  private static void add(Schema schema, String path, int depth, Set<String> names) {
    switch (schema.getType()) {
      case UNION -> schema.getTypes().forEach(it -> add(it, path, depth, names));
      case RECORD -> {
        if (depth < DEEPEST) {
          schema
              .getFields()
              .forEach(it -> add(it.schema(), join(path, it.name()), depth + 1, names));
        }
      }
      case NULL, ARRAY, MAP -> {}
      default -> names.add(path);
    }
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
