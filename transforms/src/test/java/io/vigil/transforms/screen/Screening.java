package io.vigil.transforms.screen;

import io.vigil.schemas.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A history at work, with all that it has given out so far. */
final class Screening {

  final List<Verdict> verdicts = new ArrayList<>();
  final List<Verdict.Finding> findings = new ArrayList<>();
  final Set<String> conflicts = new HashSet<>();

  /** Gives the transaction to the history. */
  Verdict take(CardHistory history, Transaction transaction) {
    var verdict = history.accept(transaction);
    verdicts.add(verdict);
    if (verdict instanceof Verdict.Accepted accepted) {
      findings.addAll(accepted.findings());
      findings.addAll(accepted.laterFindings());
      if (accepted.isConflict()) {
        conflicts.add(transaction.transactionId());
      }
    }
    return verdict;
  }

  static Screening of(DetectionRules rules, List<Transaction> transactions) {
    var screening = new Screening();
    var history = CardHistory.of(rules);
    transactions.forEach(it -> screening.take(history, it));
    return screening;
  }

  /** All flags, of which none may have been given out twice. */
  Set<ScreenModel.Found> found() {
    var found = new HashSet<ScreenModel.Found>();
    for (var finding : findings) {
      var flag = finding.flag();
      if (!found.add(new ScreenModel.Found(flag.rule(), flag.transactionId(), flag.content()))) {
        throw new AssertionError("given out twice: " + flag);
      }
    }
    return found;
  }

  /** How many transactions were told to have their first flag. */
  long firsts() {
    return findings.stream().filter(Verdict.Finding::isFirst).count();
  }
}
