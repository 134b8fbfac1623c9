package io.vigil.schemas.parquet;

import java.io.IOException;
import org.apache.avro.io.Encoder;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;

/** Holds the values of a group of columns in the row that is being read; a row is one as well. */
final class Struct extends GroupConverter implements Part {

  private final Part[] parts;
  private final boolean isOptional;
  private boolean isSet;

  Struct(Part[] parts, boolean isOptional) {
    this.parts = parts;
    this.isOptional = isOptional;
  }

  @Override
  public Converter getConverter(int field) {
    return parts[field].asConverter();
  }

  @Override
  public Converter asConverter() {
    return this;
  }

  @Override
  public void start() {
    isSet = true;
    for (var part : parts) {
      part.clear();
    }
  }

  @Override
  public void end() {
    // What has not been set by now is null.
  }

  @Override
  public void clear() {
    isSet = false;
  }

  @Override
  public void write(Encoder to) throws IOException {
    if (isOptional) {
      to.writeIndex(isSet ? 1 : 0);
    }
    if (isSet) {
      for (var part : parts) {
        part.write(to);
      }
    } else if (!isOptional) {
      throw new IOException("a required group is absent");
    }
  }
}
