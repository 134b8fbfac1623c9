package io.vigil.transforms.screen;

import io.vigil.schemas.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the rules say of a whole set of transactions of a card, worked out in the simplest way: each
 * transaction is held against all others.
 */
final class ScreenModel {

  /** A flag without what only repeats the transaction. */
  record Found(String rule, String transactionId, String content) {}

  private ScreenModel() {}

  static Set<Found> flags(DetectionRules rules, Collection<Transaction> transactions) {
    var distinct = distinct(transactions);
    var flags = new HashSet<Found>();
    for (var rule : rules.rules()) {
      for (var it : distinct) {
        if (flags(rule, it, distinct)) {
          flags.add(new Found(rule.name(), it.transactionId(), Content.of(it).toString()));
        }
      }
    }
    return flags;
  }

  /** The ids that stand for more than one content within the horizon. */
  static Set<String> conflicts(DetectionRules rules, Collection<Transaction> transactions) {
    var distinct = distinct(transactions);
    long horizon = rules.horizon().toMillis();
    var ids = new HashSet<String>();
    for (var one : distinct) {
      for (var other : distinct) {
        if (one != other
            && one.transactionId().equals(other.transactionId())
            && Math.abs(one.eventTime() - other.eventTime()) <= horizon) {
          ids.add(one.transactionId());
        }
      }
    }
    return ids;
  }

  static List<Transaction> distinct(Collection<Transaction> transactions) {
    var contents = new HashSet<Content>();
    return transactions.stream().filter(it -> contents.add(Content.of(it))).toList();
  }

  private static boolean flags(Rule rule, Transaction it, List<Transaction> all) {
    if (rule instanceof AmountOver over) {
      var limit = over.limits().of(it.currency());
      return limit != null && it.amount() > limit;
    }
    if (rule instanceof RiskOver over) {
      var score = it.riskScore();
      return score != null && score > over.score();
    }
    var before = before(it, all, rule.longestSpan().millis());
    if (rule instanceof Velocity velocity) {
      return before.size() >= velocity.count();
    }
    if (rule instanceof SmallThenLarge tried) {
      var large = tried.large().of(it.currency());
      var small = tried.small().of(it.currency());
      return large != null
          && small != null
          && it.amount() >= large
          && before.stream()
              .filter(other -> other.currency().equals(it.currency()))
              .anyMatch(other -> other.amount() >= 0 && other.amount() <= small);
    }
    if (rule instanceof ManyMerchants many) {
      var merchants = new HashSet<String>();
      merchants.add(it.merchantId());
      before.forEach(other -> merchants.add(other.merchantId()));
      return merchants.size() >= many.merchants();
    }
    if (rule instanceof CountryChange) {
      return it.country() != null
          && before.stream()
              .map(Transaction::country)
              .filter(Objects::nonNull)
              .anyMatch(other -> !other.equals(it.country()));
    }
    if (rule instanceof DeclinesThenApproval declines) {
      return "APPROVED".equals(it.status())
          && before.stream().filter(other -> "DECLINED".equals(other.status())).count()
              >= declines.declines();
    }
    if (rule instanceof SeveralDeclined several) {
      return "DECLINED".equals(it.status())
          && before.stream().filter(other -> "DECLINED".equals(other.status())).count()
              >= several.count();
    }
    if (rule instanceof SeveralRisky several) {
      return isAtLeast(several.score(), it)
          && before.stream().filter(other -> isAtLeast(several.score(), other)).count()
              >= several.count();
    }
    throw new AssertionError("the model does not know " + rule);
  }

  private static boolean isAtLeast(double least, Transaction it) {
    var score = it.riskScore();
    return score != null && score >= least;
  }

  private static List<Transaction> before(Transaction it, List<Transaction> all, long within) {
    var before = new ArrayList<Transaction>();
    for (var other : all) {
      if (isBefore(other, it) && other.eventTime() >= it.eventTime() - within) {
        before.add(other);
      }
    }
    return before;
  }

  private static boolean isBefore(Transaction one, Transaction other) {
    if (one.eventTime() != other.eventTime()) {
      return one.eventTime() < other.eventTime();
    }
    if (!one.transactionId().equals(other.transactionId())) {
      return one.transactionId().compareTo(other.transactionId()) < 0;
    }
    return Content.of(one).compareTo(Content.of(other)) < 0;
  }
}
