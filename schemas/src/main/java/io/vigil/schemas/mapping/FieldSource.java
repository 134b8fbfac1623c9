package io.vigil.schemas.mapping;

/** Where a mapping takes the value of a field from. */
sealed interface FieldSource {

  record Column(String name) implements FieldSource {}

  record Constant(String text) implements FieldSource {}

  record Computed(Formula formula) implements FieldSource {}
}
