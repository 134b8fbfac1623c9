package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.Story.Payment;

/** The ordinary payments of the plain world: nothing follows from any of them. */
final class PlainPayments implements OrdinaryPayments {

  private final Times times;
  private final Traffic traffic;
  private long nextTime;
  private boolean hasNext;

  PlainPayments(Times times, Traffic traffic) {
    this.times = times;
    this.traffic = traffic;
    takeTime();
  }

  @Override
  public boolean hasNext() {
    return hasNext;
  }

  @Override
  public long nextTime() {
    return nextTime;
  }

  @Override
  public Payment next() {
    var payment = new Payment(traffic.at(nextTime), 0);
    takeTime();
    return payment;
  }

  private void takeTime() {
    hasNext = times.hasNext();
    if (hasNext) {
      nextTime = times.next();
    }
  }
}
