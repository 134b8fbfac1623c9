package io.vigil.pipelines.archive;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordType;
import io.vigil.schemas.avro.RecordTypes;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a kind become rows.
 *
 * @param position where a record was read first
 * @param eventTime when it happened, in milliseconds since the epoch; null if nobody knows
 * @param <T> the record
 */
record RowKind<T>(
    ArchiveKind kind,
    RecordType<T> type,
    Function<T, SourcePosition> position,
    Function<T, @Nullable Long> eventTime) {

  static final RowKind<Transaction> TRANSACTIONS =
      new RowKind<>(
          ArchiveKind.TRANSACTIONS,
          RecordTypes.TRANSACTION,
          Transaction::source,
          Transaction::eventTime);

  static final RowKind<DeadLetter> DEAD_LETTERS =
      new RowKind<>(
          ArchiveKind.DEAD_LETTERS,
          RecordTypes.DEAD_LETTER,
          DeadLetter::source,
          DeadLetter::eventTime);

  static RowKind<?> of(ArchiveKind kind) {
    return switch (kind) {
      case TRANSACTIONS -> TRANSACTIONS;
      case DEAD_LETTERS -> DEAD_LETTERS;
    };
  }

  /** The key of the file that is to hold the record. */
  FileKey keyOf(T record) {
    var source = position.apply(record);
    return switch (kind) {
      case TRANSACTIONS ->
          FileKey.ofTransactions(eventTime.apply(record), source.source(), source.partition());
      case DEAD_LETTERS -> FileKey.ofDeadLetters(source.source(), source.partition());
    };
  }
}
