package io.vigil.transforms.screen;

import java.util.function.Consumer;

/**
 * Looks at the transactions of one card for one rule, in whatever order they come, and finds each
 * flag of the rule once. Mutable; belongs to one thread.
 *
 * <p>It keeps two things: the <i>evidence</i>, which may count for later transactions, and the
 * <i>candidates</i>, which the rule could still flag. Found candidates leave. That is why a busy
 * card stays cheap: a candidate is looked at again only when a new piece of evidence counts for it,
 * and after as many as the rule asks for it is flagged and gone.
 */
interface Watch {

  /**
   * Takes a new transaction.
   *
   * @param found is told of the transaction itself and of later ones, if the rule flags them now
   *     and did not before
   */
  void add(Seen seen, Consumer<Seen> found);

  /**
   * Takes a transaction back that was added before, in this or another process.
   *
   * @param isFound whether the rule had flagged it
   */
  void restore(Seen seen, boolean isFound);

  /** Forgets the transactions before a time. */
  void forgetBefore(long time);

  /** How many steps through its sets it has gone so far: what it costs, free of any clock. */
  long steps();
}
