package io.vigil.pipelines.generate;

import io.vigil.schemas.Transaction;
import java.util.List;

/**
 * An incident that is planted among the ordinary payments.
 *
 * @param number counted from 1
 * @param keys the merchant, the cards or the country, in the dimension of the kind
 * @param transactions in order of their times, of which there is at least one
 */
record Incident(int number, IncidentKind kind, List<String> keys, List<Transaction> transactions) {

  Incident {
    keys = List.copyOf(keys);
    transactions = List.copyOf(transactions);
  }

  /** The time of the first transaction. */
  long start() {
    return transactions.get(0).eventTime();
  }

  /** The time of the last transaction. */
  long end() {
    return transactions.get(transactions.size() - 1).eventTime();
  }
}
