package io.vigil.pipelines.redrive;

import java.util.function.Consumer;

/**
 * Where rows that were set aside are read from: the same rows in the same order each time.
 *
 * @param <T> the record that is a row
 */
interface Origin<T> {

  /**
   * Hands over every row.
   *
   * @throws io.vigil.pipelines.cli.Refusal if they cannot all be read
   */
  void forEach(Consumer<T> action);

  /** What it is, for people: which files, topic or table. */
  @Override
  String toString();
}
