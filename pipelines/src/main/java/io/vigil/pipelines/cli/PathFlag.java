package io.vigil.pipelines.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a path of this machine, for all flags that take one: no {@code s3://BUCKET/…}. */
public final class PathFlag implements ITypeConverter<Path> {

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  @Override
  public Path convert(String text) {
    checkLocal(text);
    if (text.isEmpty()) {
      throw new TypeConversionException("it is empty");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' is no path: " + e.getReason());
    }
  }

  /**
   * Checks that a text has no scheme, which would be taken for a folder.
   *
   * @throws TypeConversionException if it has one
   */
  public static void checkLocal(String text) {
    if (SCHEME.matcher(text).matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no path: only files of this machine can be read and written");
    }
  }
}
