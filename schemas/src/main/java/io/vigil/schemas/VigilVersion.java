package io.vigil.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this build of Vigil, which the build writes beside this class. */
public final class VigilVersion {

  public static final String CURRENT = read();

  private VigilVersion() {}

  private static String read() {
    var properties = new Properties();
    try (var in = VigilVersion.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
