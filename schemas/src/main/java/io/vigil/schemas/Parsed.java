package io.vigil.schemas;

/**
 * What a parser makes of one raw record: the {@link Transaction} in it, or why there is none, or
 * that none is meant to be.
 */
public sealed interface Parsed permits Transaction, ParseFailure, Skipped {

  /** Where the record was read. */
  SourcePosition source();

  /** The same as if the record had been read elsewhere. */
  Parsed withSource(SourcePosition newSource);
}
