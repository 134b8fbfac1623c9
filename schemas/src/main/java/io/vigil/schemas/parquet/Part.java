package io.vigil.schemas.parquet;

import java.io.IOException;
import org.apache.avro.io.Encoder;
import org.apache.parquet.io.api.Converter;

/** A column or a group of columns, which takes its value in a row from Parquet and gives it on. */
interface Part {

  /** This, as Parquet knows it. */
  Converter asConverter();

  /** Forgets the value of the row before. */
  void clear();

  /** Writes the value, or that there is none, as Avro does. */
  void write(Encoder to) throws IOException;
}
