package io.vigil.schemas;

/**
 * A record that is none of the transactions that are meant, as a mapping's {@code only_if} says: it
 * is counted, and nothing else becomes of it.
 */
public record Skipped(SourcePosition source) implements Parsed {

  @Override
  public Skipped withSource(SourcePosition newSource) {
    return new Skipped(newSource);
  }
}
