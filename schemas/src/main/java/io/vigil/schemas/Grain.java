package io.vigil.schemas;

import java.time.Duration;

/** How long the window of a total is. Windows are aligned to UTC. */
public enum Grain {
  MINUTE(Duration.ofMinutes(1)),
  HOUR(Duration.ofHours(1)),
  DAY(Duration.ofDays(1));

  private final Duration length;

  Grain(Duration length) {
    this.length = length;
  }

  public Duration length() {
    return length;
  }
}
