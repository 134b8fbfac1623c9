package io.vigil.schemas.parquet;

import java.io.IOException;
import org.apache.avro.io.Encoder;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Holds the value of one column in the row that is being read. */
final class Leaf extends PrimitiveConverter implements Part {

  private final LeafType type;
  private final boolean isOptional;

  private boolean isSet;
  private long number;
  private double real;
  private Binary binary = Binary.EMPTY;

  Leaf(LeafType type, boolean isOptional) {
    this.type = type;
    this.isOptional = isOptional;
  }

  /** The value, if it is a whole number or a boolean. */
  long number() {
    return number;
  }

  double real() {
    return real;
  }

  Binary binary() {
    return binary;
  }

  @Override
  public Converter asConverter() {
    return this;
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
      type.writer().write(this, to);
    } else if (!isOptional) {
      throw new IOException("a required value is absent");
    }
  }

  @Override
  public void addBoolean(boolean value) {
    addLong(value ? 1 : 0);
  }

  @Override
  public void addInt(int value) {
    addLong(value);
  }

  @Override
  public void addLong(long value) {
    number = value;
    isSet = true;
  }

  @Override
  public void addFloat(float value) {
    addDouble(value);
  }

  @Override
  public void addDouble(double value) {
    real = value;
    isSet = true;
  }

  @Override
  public void addBinary(Binary value) {
    binary = value;
    isSet = true;
  }
}
