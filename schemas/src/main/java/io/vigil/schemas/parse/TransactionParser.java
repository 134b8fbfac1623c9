package io.vigil.schemas.parse;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Skipped;
import io.vigil.schemas.fields.FieldReader;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import io.vigil.schemas.mapping.MappedFields;
import io.vigil.schemas.mapping.Mapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link io.vigil.schemas.Transaction} of a raw record, or a {@link ParseFailure} with the
 * reason, or {@link Skipped} if a mapping does not mean it. What it says depends on the record
 * alone. It keeps buffers, so each thread needs its own.
 */
public final class TransactionParser {

  private final FieldReader fields;
  private final TransactionBuilder builder = new TransactionBuilder();

  public TransactionParser(FieldReader fields) {
    this.fields = fields;
  }

  /** Finds the fields as the mapping says; null stands for Vigil's own form. */
  public static TransactionParser of(@Nullable Mapping mapping) {
    return new TransactionParser(
        mapping == null ? new CanonicalFields() : new MappedFields(mapping));
  }

  /**
   * Parses one record. Never throws because of what is in it: what it does to the parser is its own
   * fate, {@link Reason#PARSER_FAULT}, and the next record is read as if it had not been there.
   */
  public Parsed parse(RawRecord record) {
    var damage = record.damage();
    if (damage != null) {
      return new ParseFailure(record, damage.reason(), damage.message(), null);
    }
    builder.clear();
    try {
      fields.read(record.unwrapped(), builder);
      if (builder.isSkipped()) {
        return new Skipped(record.position());
      }
      var transaction = builder.build(record.position());
      if (builder.unknownCountry() != null) {
        Warnings.countUnknownCountry();
      }
      if (builder.isIssuerLeftOut()) {
        Warnings.countUnusableIssuer();
      }
      if (builder.hasAmbiguousNumber()) {
        Warnings.countAmbiguousNumber();
      }
      return transaction;
    } catch (Rejection rejection) {
      return new ParseFailure(
          record, rejection.reason(), rejection.getMessage(), builder.eventTime());
    } catch (RuntimeException | StackOverflowError fault) {
      return new ParseFailure(
          record, Reason.PARSER_FAULT, Fault.inWords(fault), builder.eventTime());
    }
  }

  /** Why no record of that schema can become a transaction; empty if there is no reason. */
  public List<String> problems(Encoding encoding, @Nullable String schema) {
    return fields.problems(encoding, schema);
  }
}
