package io.vigil.schemas.parquet;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Makes an Avro datum of each row of a Parquet file, straight from the values of its columns.
 *
 * <p>Lists and maps are left out, since no field of a transaction can be in them. All other columns
 * keep their names, even if those are none in Avro.
 */
final class Rows extends RecordMaterializer<byte[]> {

  private final MessageType columns;
  private final String schema;
  private final Struct row;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
  private int structs;

  /** The rows of a file of that schema. */
  Rows(MessageType file) {
    var fields = readable(file);
    columns = new MessageType(file.getName(), fields);
    schema = avro(fields);
    row = struct(fields, false);
  }

  /** The columns that are read. */
  MessageType columns() {
    return columns;
  }

  /** The Avro schema of the datums, as JSON. */
  String schema() {
    return schema;
  }

  @Override
  public Struct getRootConverter() {
    return row;
  }

  @Override
  public byte[] getCurrentRecord() {
    try {
      // A row that failed may have left something behind.
      encoder.flush();
      bytes.reset();
      row.write(encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static List<Type> readable(GroupType group) {
    var readable = new ArrayList<Type>();
    for (var field : group.getFields()) {
      if (field.isRepetition(Repetition.REPEATED)) {
        continue;
      }
      if (field.isPrimitive()) {
        readable.add(field);
      } else {
        // Of the columns of a list or a map nothing remains, since they are repeated.
        var inner = readable(field.asGroupType());
        if (!inner.isEmpty()) {
          readable.add(field.asGroupType().withNewFields(inner));
        }
      }
    }
    return readable;
  }

  private static Struct struct(List<Type> fields, boolean isOptional) {
    return new Struct(fields.stream().map(Rows::part).toArray(Part[]::new), isOptional);
  }

  private static Part part(Type field) {
    boolean isOptional = field.isRepetition(Repetition.OPTIONAL);
    return field.isPrimitive()
        ? new Leaf(LeafType.of(field.asPrimitiveType()), isOptional)
        : struct(field.asGroupType().getFields(), isOptional);
  }

  private String avro(List<Type> fields) {
    // Written by hand, because the library's own builders refuse names that are none in Avro.
    var json = new StringBuilder("{\"type\":\"record\",\"name\":\"Row");
    json.append(structs == 0 ? "" : structs).append("\",\"fields\":[");
    structs++;
    var separator = "";
    for (var field : fields) {
      json.append(separator).append("{\"name\":\"");
      json.append(JsonStringEncoder.getInstance().quoteAsString(field.getName()));
      json.append("\",\"type\":");
      var type =
          field.isPrimitive()
              ? LeafType.of(field.asPrimitiveType()).avro()
              : avro(field.asGroupType().getFields());
      if (field.isRepetition(Repetition.OPTIONAL)) {
        json.append("[\"null\",").append(type).append("],\"default\":null}");
      } else {
        json.append(type).append('}');
      }
      separator = ",";
    }
    return json.append("]}").toString();
  }
}
