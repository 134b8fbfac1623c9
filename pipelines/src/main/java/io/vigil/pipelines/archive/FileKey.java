package io.vigil.pipelines.archive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * What the records of one file have in common when they are written. One task at a time handles the
 * records of a key, and their files are numbered.
 *
 * @param hour when the hour of their event times begins, in milliseconds since the epoch; 0 for
 *     dead letters, which may have no time
 * @param source the path of the file or the topic where they were read
 * @param partition of the topic
 */
record FileKey(ArchiveKind kind, long hour, String source, int partition) {

  private static final long HOUR_MILLIS = 3_600_000;
  private static final int LONGEST_WORD = 40;
  private static final int HASH_BYTES = 6;
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH").withZone(ZoneOffset.UTC);

  static FileKey ofTransactions(long eventTime, String source, int partition) {
    return new FileKey(
        ArchiveKind.TRANSACTIONS,
        Math.floorDiv(eventTime, HOUR_MILLIS) * HOUR_MILLIS,
        source,
        partition);
  }

  static FileKey ofDeadLetters(String source, int partition) {
    return new FileKey(ArchiveKind.DEAD_LETTERS, 0, source, partition);
  }

  /** What the names of all its files begin with; of no other key's, unless hashes are alike. */
  String stem() {
    var word = source.substring(source.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._]", "_");
    return "%s-%s-%s-p%d"
        .formatted(
            stemOf(kind, hour),
            word.substring(0, Math.min(word.length(), LONGEST_WORD)),
            hash(source),
            Math.max(partition, 0));
  }

  /** What the names of all files of that kind and hour begin with. */
  static String stemOf(ArchiveKind kind, long hour) {
    return switch (kind) {
      case TRANSACTIONS -> HOUR.format(Instant.ofEpochMilli(hour));
      case DEAD_LETTERS -> "dead";
    };
  }

  private static String hash(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
