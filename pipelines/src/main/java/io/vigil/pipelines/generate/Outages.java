package io.vigil.pipelines.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The outages that are on, or about to come. */
final class Outages {

  private final Consumer<Incident> planted;
  private final List<Outage> outages = new ArrayList<>();

  /**
   * @param planted is told of each outage when it is over
   */
  Outages(Consumer<Incident> planted) {
    this.planted = planted;
  }

  void add(Outage outage) {
    outages.add(outage);
  }

  /** Ends those that are over. */
  void at(long time) {
    for (var it = outages.iterator(); it.hasNext(); ) {
      var outage = it.next();
      if (outage.isOverAt(time)) {
        planted.accept(outage.incident());
        it.remove();
      }
    }
  }

  /** Ends all of them. */
  void close() {
    at(Long.MAX_VALUE);
  }

  /** The outage that declines a payment; null if none does. */
  @Nullable Outage of(long time, Issuers.Issuer issuer, Country country, Dice dice) {
    for (var outage : outages) {
      if (outage.strikes(time, issuer, country, dice)) {
        return outage;
      }
    }
    return null;
  }
}
