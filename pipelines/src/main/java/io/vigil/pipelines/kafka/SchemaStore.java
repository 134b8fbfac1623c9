package io.vigil.pipelines.kafka;

import java.io.Serializable;

/** Where the schemas are that values name by a number. */
public sealed interface SchemaStore extends Serializable permits SchemaRegistry, SchemaFolder {

  /**
   * Looks whether it is there.
   *
   * @throws io.vigil.pipelines.cli.Refusal if not
   */
  void check();

  /**
   * Finds a schema. What a number means never changes, so it is asked for once.
   *
   * @throws UnknownSchemaException if the number means nothing
   * @throws io.vigil.pipelines.cli.Refusal if that cannot be found out now
   */
  RegisteredSchema find(int id) throws UnknownSchemaException;
}
