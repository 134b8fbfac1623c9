package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.Story.Payment;

/** Payments that nobody has planted, in the order of their times. */
interface OrdinaryPayments {

  boolean hasNext();

  /** When the next one is made. */
  long nextTime();

  Payment next();
}
