package io.vigil.schemas.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileFormatTest {

  @ParameterizedTest
  @CsvSource({
    "day.json, JSON",
    "day.jsonl, JSON",
    "s3://bucket/day.ndjson, JSON",
    "day.JSON.GZ, JSON",
    "day.csv, CSV",
    "day.csv.gz, CSV",
    "day.avro, AVRO",
    "day.parquet, PARQUET",
  })
  void tellsTheFormatFromTheName(String path, FileFormat format) {
    assertThat(FileFormat.ofName(path), is(format));
  }

  @ParameterizedTest
  @ValueSource(strings = {"day", "day.txt", "day.gz", "csv", "day.csv.bz2", "day.avro.gz", ""})
  void tellsNoFormatFromOtherNames(String path) {
    assertThat(FileFormat.ofName(path), is(nullValue()));
  }
}
