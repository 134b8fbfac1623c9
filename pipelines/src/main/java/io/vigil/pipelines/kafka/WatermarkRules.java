package io.vigil.pipelines.kafka;

import java.io.Serializable;
import java.time.Duration;

/**
 * What is expected of the times of a topic's records.
 *
 * @param maxOutOfOrderness so much earlier than the records before it may a record of the same
 *     partition have happened; the watermark is behind by it
 * @param idleAfter after so long without a record a partition stops nobody any more; also the
 *     longest that a record may take from its event to the topic, so that it is in time even if it
 *     ends such a pause
 * @param maxClockSkew so far may a record's time lie beyond that of its arrival
 */
public record WatermarkRules(Duration maxOutOfOrderness, Duration idleAfter, Duration maxClockSkew)
    implements Serializable {

  public WatermarkRules {
    if (maxOutOfOrderness.isNegative() || idleAfter.isNegative() || maxClockSkew.isNegative()) {
      throw new IllegalArgumentException("times are not negative");
    }
  }

  /** 30 s, 30 s and 5 min. */
  public static WatermarkRules defaults() {
    return new WatermarkRules(
        Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(5));
  }
}
