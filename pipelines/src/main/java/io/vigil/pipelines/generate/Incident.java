package io.vigil.pipelines.generate;

import io.vigil.schemas.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident that is planted among the ordinary payments.
 *
 * @param number counted from 1
 * @param subtlety of a fraud
 * @param keys whom it happens to, in the dimension of the kind
 * @param others further keys, of any dimension, that would name it just as well
 * @param start the time of the first transaction, or since when it holds if it has none
 * @param end the time of the last transaction, or until when it holds if it has none
 * @param transactions in order of their times; all of a fraud are fraudulent
 * @param bystanders ordinary payments that belong to the scene, and to nobody's fraud
 */
record Incident(
    int number,
    IncidentKind kind,
    @Nullable Subtlety subtlety,
    List<String> keys,
    List<Key> others,
    long start,
    long end,
    List<Transaction> transactions,
    List<Transaction> bystanders) {

  /** A key with its dimension, as both stand in the truth. */
  record Key(String dimension, String key) {}

  Incident {
    keys = List.copyOf(keys);
    others = List.copyOf(others);
    transactions = List.copyOf(transactions);
    bystanders = List.copyOf(bystanders);
  }

  /** An incident that consists of its transactions, of which there is at least one. */
  static Incident of(
      int number,
      IncidentKind kind,
      @Nullable Subtlety subtlety,
      List<String> keys,
      List<Transaction> transactions) {
    return new Incident(
        number,
        kind,
        subtlety,
        keys,
        List.of(),
        transactions.get(0).eventTime(),
        transactions.get(transactions.size() - 1).eventTime(),
        transactions,
        List.of());
  }
}
