package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names spikes and incidents by what they are, so that every run gives them the same names.
 *
 * <p>An id is 32 hexadecimal digits: the first half of the SHA-256 of {@code
 * kind|DIMENSION|key|bucketStart} in UTF-8. Only the key can hold a bar, so no two texts are the
 * same; and among a billion ids two are the same by chance with a probability of 10<sup>-21</sup>.
 */
public final class SpikeIds {

  private static final int BYTES = 16;

  private SpikeIds() {}

  /** The id of the spike of the key in the bucket. */
  public static String spike(Dimension dimension, String key, long bucketStart) {
    return id("spike", dimension, key, bucketStart);
  }

  /** The id of the incident of the key whose first spike is in the bucket. */
  public static String incident(Dimension dimension, String key, long firstBucketStart) {
    return id("incident", dimension, key, firstBucketStart);
  }

  private static String id(String kind, Dimension dimension, String key, long bucketStart) {
    String text = kind + '|' + dimension.name() + '|' + key + '|' + bucketStart;
    byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
