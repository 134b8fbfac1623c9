package io.vigil.transforms.screen;

import io.vigil.schemas.Transaction;
import java.io.Serializable;

/**
 * Asks one question of each accepted transaction, T, of a card; the answer yes is a {@link Flag}.
 *
 * <p>Every question is whether something <i>exists</i> in T and the transactions before it. None
 * can be made false by one more transaction, so that flags depend on the set of transactions and
 * never on the order in which they arrived. A new kind of rule must keep to that: "at least",
 * "some", never "at most", "none", "the last" or "the average".
 *
 * <p>Of one card, the order is by event time, then transaction id, then content. "Within t before
 * T" are those before T in that order whose time is at least T's time minus t: both ends belong to
 * the span, and one of T's own millisecond is within it if it comes before T in the order.
 *
 * <p>All accepted transactions count, whatever their status and amount, unless a rule says
 * otherwise; two of the same id with different content are two.
 */
sealed interface Rule extends Serializable {

  /** The rule's name in its file, and in its flags. */
  String name();

  /** What the rule asks, with its numbers: the same text for the same rule, always. */
  String terms();

  /** How far back the rule looks. */
  Span longestSpan();

  /** A rule that looks at T alone. */
  sealed interface OfOne extends Rule permits AmountOver, RiskOver {

    boolean flags(Transaction it);

    @Override
    default Span longestSpan() {
      return Span.ZERO;
    }
  }

  /** A rule that looks at T and at what is before it on the same card. */
  sealed interface OfHistory extends Rule
      permits Velocity,
          SmallThenLarge,
          ManyMerchants,
          CountryChange,
          DeclinesThenApproval,
          SeveralDeclined,
          SeveralRisky {

    Span within();

    /** The rule's watch over a card of which nothing is known yet. */
    Watch watch();

    @Override
    default Span longestSpan() {
      return within();
    }
  }
}
