package io.vigil.pipelines.redrive;

import io.vigil.schemas.DeadLetter;

/** Where those records go back to that are still bad: to where they came from. */
interface Returns extends AutoCloseable {

  /** Takes a dead letter whose count of attempts was raised. */
  void add(DeadLetter raised);

  /** Puts in place what there is, if the place can take some of all. */
  void commit();

  /** Returns when all of them are in place. */
  void finish();

  @Override
  void close();
}
