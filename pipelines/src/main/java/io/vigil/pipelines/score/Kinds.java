package io.vigil.pipelines.score;

import java.util.Map;
import java.util.Set;

/** By which kinds of incidents each kind of planted fraud may be called. */
final class Kinds {

  private static final Map<String, Set<String>> RIGHT =
      Map.of(
          "card_testing", Set.of("card_testing"),
          "slow_card_testing", Set.of("card_testing"),
          "enumeration", Set.of("enumeration"),
          "cash_out", Set.of("cash_out"),
          "refund_fraud", Set.of("refund_fraud"),
          "drained_card", Set.of("drained_card"),
          "cloned_card", Set.of("cloned_card"),
          "stolen_batch", Set.of("stolen_cards", "issuer_attack"),
          "country_attack", Set.of("country_attack"));

  private Kinds() {}

  static boolean isRight(String planted, String told) {
    return RIGHT.getOrDefault(planted, Set.of()).contains(told);
  }
}
