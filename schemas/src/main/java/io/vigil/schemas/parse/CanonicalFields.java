package io.vigil.schemas.parse;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.avro.AvroFields;
import io.vigil.schemas.csv.CsvFields;
import io.vigil.schemas.fields.FieldReader;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import io.vigil.schemas.json.JsonFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads records of every encoding whose fields bear the names that Vigil gives them. */
public final class CanonicalFields implements FieldReader {

  private final JsonFields json = new JsonFields();
  private final AvroFields avro = new AvroFields();
  private final CsvFields csv;

  /** Reads CSV with a comma between the fields. */
  public CanonicalFields() {
    this(',');
  }

  /**
   * @param delimiter stands between the fields of CSV
   */
  public CanonicalFields(char delimiter) {
    csv = new CsvFields(delimiter);
  }

  @Override
  public void read(RawRecord record, TransactionBuilder into) throws Rejection {
    reader(record.encoding()).read(record, into);
  }

  @Override
  public List<String> problems(Encoding encoding, @Nullable String schema) {
    return reader(encoding).problems(encoding, schema);
  }

  private FieldReader reader(Encoding encoding) {
    return switch (encoding) {
      case JSON -> json;
      case CSV -> csv;
      case AVRO -> avro;
      case CONFLUENT -> throw new IllegalArgumentException("a record must be unwrapped first");
      case ENCRYPTED ->
          throw new IllegalArgumentException("an encrypted record must be decrypted first");
    };
  }
}
