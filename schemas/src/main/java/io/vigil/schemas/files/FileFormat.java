package io.vigil.schemas.files;

import io.vigil.schemas.Encoding;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats of files that hold transactions. */
public enum FileFormat {
  /** One object a line, or gzip of it. */
  JSON(".json", ".jsonl", ".ndjson"),
  /** A header and one record a line, or gzip of it. */
  CSV(".csv"),
  AVRO(".avro"),
  PARQUET(".parquet");

  static final String GZIP = ".gz";

  private final List<String> extensions;

  FileFormat(String... extensions) {
    this.extensions = List.of(extensions);
  }

  /** The format that the file's name tells; null if it tells none. */
  public static @Nullable FileFormat ofName(String path) {
    var name = path.toLowerCase(Locale.ROOT);
    boolean isGzip = name.endsWith(GZIP);
    var plain = isGzip ? name.substring(0, name.length() - GZIP.length()) : name;
    for (var format : values()) {
      if (format.extensions.stream().anyMatch(plain::endsWith) && (format.isText() || !isGzip)) {
        return format;
      }
    }
    return null;
  }

  /** How the records of such a file are encoded; a row of Parquet comes out as an Avro datum. */
  public Encoding encoding() {
    return switch (this) {
      case JSON -> Encoding.JSON;
      case CSV -> Encoding.CSV;
      case AVRO, PARQUET -> Encoding.AVRO;
    };
  }

  /** Whether a reader takes every byte of a file once; one of Parquet goes by its footer. */
  public boolean isReadThrough() {
    return this != PARQUET;
  }

  /** Whether the files are text, and may be compressed as a whole. */
  public boolean isText() {
    return this == JSON || this == CSV;
  }
}
