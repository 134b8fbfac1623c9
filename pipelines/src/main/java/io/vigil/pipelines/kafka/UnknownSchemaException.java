package io.vigil.pipelines.kafka;

/** Says why a number stands for no schema that can be used: a verdict on data, without a trace. */
final class UnknownSchemaException extends Exception {

  private static final long serialVersionUID = 1;

  UnknownSchemaException(String message) {
    super(message, null, false, false);
  }
}
