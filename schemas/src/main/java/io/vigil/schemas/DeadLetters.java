package io.vigil.schemas;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the dead letters of one step, in the order in which they are written, so that schemas do
 * not outweigh them: a header of half a megabyte in each of a thousand dead letters is more than
 * anybody has room for.
 *
 * <p>The first dead letter of a file or a partition has its schema, and after that one has it again
 * whenever those without it have come to weigh as much as the schema. So a small schema is in all
 * of them, and a large one at most doubles what they weigh; and whoever loses some of them, by
 * retention or by hand, loses the schema for no more than a few. A dead letter without its schema
 * has the hash of it. A schema that is larger than {@link #LONGEST_SCHEMA} is not kept at all.
 *
 * <p>A step that starts again begins with the schemas again. Each thread needs its own.
 */
public final class DeadLetters {

  /** In characters. */
  public static final int LONGEST_SCHEMA = 1 << 18;

  /** What a dead letter weighs besides its bytes: its message, its source, and the rest. */
  private static final int ROW = 1_024;

  /** More sources than a step reads at once. */
  private static final int MOST_SOURCES = 200;

  private static final int HASH_BYTES = 16;

  private record Key(String source, int partition, String schema) {}

  /** What is known of the schema of a file or a partition. */
  private static final class Kept {
    private final String hash;
    private long weightSince;

    private Kept(String hash) {
      this.hash = hash;
    }
  }

  private final Map<Key, Kept> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
          return size() > MOST_SOURCES;
        }
      };

  /** The dead letter of a record that failed at its first attempt, in this version of Vigil. */
  public DeadLetter of(ParseFailure failure) {
    var record = failure.record();
    var schema = record.schema();
    if (schema == null) {
      return DeadLetter.of(failure, null);
    }
    var kept = kept(record.position(), schema);
    return sparing(DeadLetter.of(failure, kept.hash), kept);
  }

  /** The dead letter, without its schema if those before it have it. */
  public DeadLetter sparing(DeadLetter letter) {
    var schema = letter.schema();
    return schema == null ? letter : sparing(letter, kept(letter.source(), schema));
  }

  /** Names a schema by its content: half of its SHA-256, in hexadecimal. */
  static String hash(String schema) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(schema.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private Kept kept(SourcePosition position, String schema) {
    return known.computeIfAbsent(
        new Key(position.source(), position.partition(), schema),
        key -> {
          var kept = new Kept(hash(schema));
          kept.weightSince = schema.length();
          return kept;
        });
  }

  private static DeadLetter sparing(DeadLetter letter, Kept kept) {
    int length = String.valueOf(letter.schema()).length();
    kept.weightSince += letter.bytes().length + ROW;
    if (length > LONGEST_SCHEMA || kept.weightSince < length) {
      return letter.withSchema(null);
    }
    kept.weightSince = 0;
    return letter;
  }
}
