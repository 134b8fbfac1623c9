package io.vigil.pipelines.convergence;

import io.vigil.schemas.Transaction;
import io.vigil.transforms.screen.Content;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * docs/detection.md in the simplest way: each accepted transaction is held against all others of
 * its card.
 */
record FlagModel(RuleBook book, Collection<Transaction> accepted) {

  private static final List<String> CURRENCIES = List.of("GBP", "JPY");

  /** The names of the rules that flag it, by transaction; those without flags are left out. */
  Map<Transaction, List<String>> flags() {
    var flags = new LinkedHashMap<Transaction, List<String>>();
    for (var it : accepted) {
      var names = namesFor(it);
      if (!names.isEmpty()) {
        flags.put(it, names);
      }
    }
    return flags;
  }

  private List<String> namesFor(Transaction it) {
    var names = new ArrayList<String>();
    if (within(it, book.velocitySeconds()).size() >= book.velocityCount()) {
      names.add("fast");
    }
    if (CURRENCIES.contains(it.currency())
        && it.amount() >= RuleBook.LARGE
        && within(it, book.testSeconds()).stream()
            .filter(other -> other.currency().equals(it.currency()))
            .anyMatch(other -> other.amount() >= 0 && other.amount() <= RuleBook.SMALL)) {
      names.add("tested");
    }
    if (within(it, book.merchantSeconds()).stream()
            .map(Transaction::merchantId)
            .filter(merchant -> !merchant.equals(it.merchantId()))
            .distinct()
            .count()
        >= book.merchants() - 1) {
      names.add("spread");
    }
    if (it.country() != null
        && within(it, book.countrySeconds()).stream()
            .map(Transaction::country)
            .filter(Objects::nonNull)
            .anyMatch(country -> !country.equals(it.country()))) {
      names.add("travelled");
    }
    if ("APPROVED".equals(it.status())
        && within(it, book.declineSeconds()).stream()
                .filter(other -> "DECLINED".equals(other.status()))
                .count()
            >= book.declines()) {
      names.add("guessed");
    }
    if (CURRENCIES.contains(it.currency()) && it.amount() > RuleBook.LIMIT) {
      names.add("high");
    }
    if (it.riskScore() != null && it.riskScore() > RuleBook.SCORE) {
      names.add("risky");
    }
    return names;
  }

  private List<Transaction> within(Transaction it, int seconds) {
    return accepted.stream()
        .filter(other -> other.cardId().equals(it.cardId()))
        .filter(other -> isBefore(other, it))
        .filter(other -> other.eventTime() >= it.eventTime() - seconds * 1000L)
        .toList();
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
