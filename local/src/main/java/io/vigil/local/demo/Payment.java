package io.vigil.local.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A transaction that the demo sends itself.
 *
 * @param amount in the currency's main unit, as it is written
 */
record Payment(
    String id, Instant time, String card, String merchant, String amount, String status) {

  private static final JsonMapper JSON = new JsonMapper();

  /** In Vigil's own form. An amount that is no number is left a text. */
  byte[] toJson() {
    var json =
        JSON.createObjectNode()
            .put("transaction_id", id)
            .put("event_time", time.truncatedTo(ChronoUnit.MILLIS).toString())
            .put("card_id", card)
            .put("merchant_id", merchant)
            .put("amount", amount)
            .put("currency", "GBP")
            .put("country", "GB")
            .put("status", status);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
