package io.vigil.pipelines.live;

import java.time.Instant;

/** Good transactions, for tests that send their own. */
final class Payments {

  private Payments() {}

  static String json(String id, Instant time) {
    return """
        {"transaction_id":"%s","event_time":"%s","card_id":"c","merchant_id":"m","amount":1,\
        "currency":"GBP"}"""
        .formatted(id, time);
  }
}
