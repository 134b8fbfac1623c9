package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A folder with a schema of Avro in each file, named by its number: {@code 17.avsc}. For topics
 * whose registry is gone, or that cannot be reached.
 *
 * @param folder as the user calls it
 */
record SchemaFolder(String folder) implements SchemaStore {

  @Override
  public void check() {
    if (!Files.isDirectory(Path.of(folder))) {
      throw new Refusal("--schemaRegistry=" + folder + ": there is no such folder");
    }
  }

  @Override
  public RegisteredSchema find(int id) throws UnknownSchemaException {
    var file = Path.of(folder, id + ".avsc");
    try {
      return new RegisteredSchema(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new UnknownSchemaException("there is no schema " + id + " in " + folder);
    } catch (IOException e) {
      throw new Refusal("cannot read " + file + ": " + FileProblem.inWords(e), e);
    }
  }
}
