package io.vigil.schemas.avro;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.fields.Rejection;
import java.io.Serializable;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * The schemas with which the values of a topic may have been written. Which one a value has is told
 * by its header, if it has the one of Avro's single-object encoding; otherwise it is the first
 * schema that fits the bytes to the last. The answer depends on the bytes alone.
 */
public final class AvroVersions implements Serializable {

  private static final long serialVersionUID = 1;
  private static final String FINGERPRINT = "CRC-64-AVRO";
  private static final int MARKER_LENGTH = 2;
  private static final int HEADER_LENGTH = 10;

  private record Version(String json, @Nullable Schema schema, byte @Nullable [] fingerprint)
      implements Serializable {}

  private final ArrayList<Version> versions = new ArrayList<>();

  private AvroVersions() {}

  /**
   * Takes schemas as JSON, at least one. What is no schema fits no value.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static AvroVersions of(List<String> schemas) {
    if (schemas.isEmpty()) {
      throw new IllegalArgumentException("there is no Avro schema");
    }
    var all = new AvroVersions();
    schemas.forEach(it -> all.versions.add(version(it)));
    return all;
  }

  private static Version version(String json) {
    try {
      var schema = ForeignSchema.parse(json);
      return new Version(json, schema, SchemaNormalization.parsingFingerprint(FINGERPRINT, schema));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the library has this fingerprint", e);
    } catch (Rejection e) {
      return new Version(json, null, null);
    }
  }

  /** The schemas as they were given. */
  public List<String> schemas() {
    return versions.stream().map(Version::json).toList();
  }

  /** The value with its schema, and without the header. */
  public RawRecord record(SourcePosition position, byte[] value) {
    if (value.length >= HEADER_LENGTH && value[0] == (byte) 0xC3 && value[1] == 0x01) {
      for (var version : versions) {
        var fingerprint = version.fingerprint();
        if (fingerprint != null
            && Arrays.equals(
                value, MARKER_LENGTH, HEADER_LENGTH, fingerprint, 0, fingerprint.length)) {
          var datum = Arrays.copyOfRange(value, HEADER_LENGTH, value.length);
          return RawRecord.avro(position, version.json(), datum);
        }
      }
    }
    return RawRecord.avro(position, fitting(value).json(), value);
  }

  private Version fitting(byte[] value) {
    if (versions.size() > 1) {
      for (var version : versions) {
        if (version.schema() != null && fits(version.schema(), value)) {
          return version;
        }
      }
    }
    return versions.get(0);
  }

  private static boolean fits(Schema schema, byte[] value) {
    var datum = new Datum();
    datum.set(value);
    try {
      datum.skip(schema);
      return datum.remaining() == 0;
    } catch (Rejection e) {
      return false;
    }
  }
}
