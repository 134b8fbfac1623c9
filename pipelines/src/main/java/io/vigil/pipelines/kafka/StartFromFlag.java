package io.vigil.pipelines.kafka;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a {@link StartFrom}. */
public final class StartFromFlag implements ITypeConverter<StartFrom> {

  @Override
  public StartFrom convert(String text) {
    try {
      return StartFrom.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
