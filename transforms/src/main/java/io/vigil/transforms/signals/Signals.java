package io.vigil.transforms.signals;

/** The names of signals, as they stand in tables. */
public final class Signals {

  /** All transactions of a key; never fraud by itself. */
  public static final String ATTEMPTS = "attempts";

  /** The issuer refused it. */
  public static final String DECLINED = "declined";

  /** The issuer refused it, and its amount is small. */
  public static final String SMALL_DECLINED = "small_declined";

  /** Its amount is negative. */
  public static final String REFUNDS = "refunds";

  /** Its risk score is at or over the limit. */
  public static final String RISKY = "risky";

  /** Its amount is among the largest of its key; derived from {@link AmountBins}. */
  public static final String LARGE = "large";

  private static final String RULE = "rule:";

  private Signals() {}

  /** The signal of a rule's flags. */
  public static String ofRule(String rule) {
    return RULE + rule;
  }

  /** Whether it is the signal of a rule. */
  public static boolean isOfRule(String signal) {
    return signal.startsWith(RULE);
  }

  /** The name of the rule that the signal is of. */
  public static String ruleOf(String signal) {
    return signal.substring(RULE.length());
  }
}
