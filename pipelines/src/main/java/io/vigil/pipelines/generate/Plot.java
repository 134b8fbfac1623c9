package io.vigil.pipelines.generate;

import java.util.function.Consumer;

/** What is planted among the ordinary payments. */
interface Plot {

  int count();

  /** A time before which the incident does not start; it ascends with the number. */
  long notBefore(int number);

  /**
   * Lets the incident happen.
   *
   * @param number from 1 to the count, in this order
   * @param planted takes it, unless it happens to the ordinary payments: then these know of it
   */
  void plant(int number, Consumer<Incident> planted);
}
