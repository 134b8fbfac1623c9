package io.vigil.pipelines.generate;

import io.vigil.schemas.Reason;
import io.vigil.schemas.TextTransactionWriter;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.csv.CsvTransactionWriter;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.json.JsonTransactionWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Spoils transactions, in one way after the other, each for another {@link Reason}. What comes out
 * is one line still, so that the records around it are not touched.
 */
final class BadRecords {

  private record Way(Reason reason, UnaryOperator<String> spoil) {}

  private final FileFormat format;
  private final List<Way> ways;
  private int next;

  private BadRecords(FileFormat format, List<Way> ways) {
    this.format = format;
    this.ways = Stream.concat(ways.stream(), waysOfAnyText()).toList();
  }

  /**
   * @throws IllegalArgumentException if the format is no text: its files cannot hold a record that
   *     is not of their schema
   */
  static BadRecords of(FileFormat format) {
    return switch (format) {
      case JSON -> new BadRecords(format, waysOfJson());
      case CSV -> new BadRecords(format, waysOfCsv());
      case AVRO, PARQUET -> throw new IllegalArgumentException(format + " is no text");
    };
  }

  BadRecord next(Transaction transaction) {
    var way = ways.get(next);
    next = (next + 1) % ways.size();
    // Each byte is a character here, so that what is no UTF-8 can be written, too.
    var line = way.spoil.apply(line(transaction)).getBytes(StandardCharsets.ISO_8859_1);
    return new BadRecord(way.reason, line);
  }

  private Stream<Way> waysOfAnyText() {
    return Stream.of(
        with(Reason.MISSING_FIELD, Field.CARD_ID, ""),
        with(Reason.NOT_A_NUMBER, Field.AMOUNT, "12;50"),
        with(Reason.TOO_MANY_DECIMALS, Field.AMOUNT, "1.00001"),
        with(Reason.AMOUNT_OUT_OF_RANGE, Field.AMOUNT, "1e30"),
        with(Reason.UNKNOWN_CURRENCY, Field.CURRENCY, "ABC"),
        with(Reason.INVALID_TIME, Field.EVENT_TIME, "2026-02-30T10:00:00Z"),
        with(Reason.TIME_WITHOUT_ZONE, Field.EVENT_TIME, "2026-03-28T10:00:00"),
        with(Reason.TIME_OUT_OF_RANGE, Field.EVENT_TIME, "9999-12-31T23:59:59Z"),
        with(Reason.FIELD_TOO_LONG, Field.MERCHANT_ID, "x".repeat(300)),
        with(Reason.NUL_BYTE, Field.MERCHANT_ID, "corner\0shop"),
        with(Reason.INVALID_UTF8, Field.MERCHANT_ID, "caf\u00e9"));
  }

  private static List<Way> waysOfJson() {
    return List.of(
        new Way(Reason.MALFORMED_JSON, line -> line + " and more"),
        new Way(Reason.TRUNCATED_JSON, line -> line.substring(0, line.length() / 2)),
        new Way(Reason.WRONG_TYPE, line -> "[" + line + "]"),
        new Way(Reason.DUPLICATE_KEY, line -> line.replace("}", ",\"amount\":1}")));
  }

  private static List<Way> waysOfCsv() {
    return List.of(
        new Way(Reason.WRONG_FIELD_COUNT, line -> line + ","),
        new Way(Reason.MALFORMED_CSV, line -> withCsv(line, Field.CATEGORY, "\"text\" behind")),
        new Way(Reason.UNCLOSED_QUOTE, line -> withCsv(line, Field.CATEGORY, "\"never closed")));
  }

  private Way with(Reason reason, Field field, String value) {
    return new Way(
        reason,
        line ->
            format == FileFormat.JSON ? withJson(line, field, value) : withCsv(line, field, value));
  }

  private static String withJson(String line, Field field, String value) {
    return line.replaceFirst(
        "(\"" + field.fieldName() + "\":)(\"[^\"]*\"|[^,}]*)",
        "$1" + Matcher.quoteReplacement('"' + value + '"'));
  }

  /** The generator's own values hold no comma. */
  private static String withCsv(String line, Field field, String value) {
    var values = line.split(",", -1);
    values[field.ordinal()] = value;
    return String.join(",", values);
  }

  /** The transaction as it is written, without the line end. */
  private String line(Transaction transaction) {
    var bytes = new ByteArrayOutputStream();
    try (var writer = writer(bytes)) {
      writer.write(transaction);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var lines = bytes.toString(StandardCharsets.ISO_8859_1).split("\n");
    return lines[lines.length - 1];
  }

  private TextTransactionWriter writer(ByteArrayOutputStream bytes) throws IOException {
    return format == FileFormat.JSON
        ? new JsonTransactionWriter(bytes)
        : new CsvTransactionWriter(bytes);
  }
}
