package io.vigil.schemas.avro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** Every version of a schema that was ever published, oldest first; a version is kept for good. */
record PublishedSchemas(String name, List<Schema> versions) {

  private static final Path DIRECTORY = Path.of("src", "main", "avro", "published");

  static PublishedSchemas of(String name) throws IOException {
    var versions = new ArrayList<Schema>();
    while (Files.exists(file(name, versions.size() + 1))) {
      var text = Files.readString(file(name, versions.size() + 1));
      versions.add(new Schema.Parser().parse(text));
    }
    return new PublishedSchemas(name, versions);
  }

  private static Path file(String name, int version) {
    return DIRECTORY.resolve(name + "-" + version + ".avsc");
  }

  /** What forbids to build with this schema, and what to do about it; empty if nothing does. */
  Optional<String> objectionTo(Schema current) {
    for (int i = 0; i < versions.size(); i++) {
      var version = versions.get(i);
      var conflict = conflict(current, version).or(() -> conflict(version, current));
      if (conflict.isPresent()) {
        return Optional.of(
            ("%s.avsc is not fully compatible with %s: %s."
                    + " Keep every field with its type, and give new ones a default.")
                .formatted(name, file(name, i + 1), conflict.get()));
      }
    }
    // Schema.equals looks neither at docs nor at aliases, so compare what is written.
    if (versions.isEmpty()
        || !versions.get(versions.size() - 1).toString().equals(current.toString())) {
      return Optional.of(
          "%s.avsc has changed since it was last published. Copy it to %s."
              .formatted(name, file(name, versions.size() + 1)));
    }
    return Optional.empty();
  }

  private static Optional<String> conflict(Schema reader, Schema writer) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
      return Optional.empty();
    }
    return Optional.of(
        String.join(
            "; ",
            result.getIncompatibilities().stream()
                .map(it -> it.getType() + " at " + it.getLocation() + ": " + it.getMessage())
                .toList()));
  }
}
