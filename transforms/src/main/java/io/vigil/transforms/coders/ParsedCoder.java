package io.vigil.transforms.coders;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Skipped;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes what a parser makes of a record: a byte that tells which of the three it is, and that. */
public final class ParsedCoder extends AtomicCoder<Parsed> {

  private static final long serialVersionUID = 1;
  private static final ParsedCoder INSTANCE = new ParsedCoder();
  private static final Coder<String> TEXT = StringUtf8Coder.of();
  private static final Coder<Long> NULLABLE_TIME = NullableCoder.of(VarLongCoder.of());
  private static final int TRANSACTION = 1;
  private static final int FAILURE = 2;
  private static final int SKIPPED = 3;

  private ParsedCoder() {}

  public static ParsedCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Parsed parsed, OutputStream out) throws IOException {
    if (parsed instanceof Transaction transaction) {
      out.write(TRANSACTION);
      TransactionCoder.of().encode(transaction, out);
    } else if (parsed instanceof ParseFailure failure) {
      out.write(FAILURE);
      RawRecordCoder.of().encode(failure.record(), out);
      TEXT.encode(failure.reason().name(), out);
      TEXT.encode(failure.message(), out);
      NULLABLE_TIME.encode(failure.eventTime(), out);
    } else if (parsed instanceof Skipped skipped) {
      out.write(SKIPPED);
      SourcePositionCoder.of().encode(skipped.source(), out);
    }
  }

  @Override
  public Parsed decode(InputStream in) throws IOException {
    int kind = in.read();
    return switch (kind) {
      case TRANSACTION -> TransactionCoder.of().decode(in);
      case FAILURE ->
          new ParseFailure(
              RawRecordCoder.of().decode(in),
              Reason.valueOf(TEXT.decode(in)),
              TEXT.decode(in),
              NULLABLE_TIME.decode(in));
      case SKIPPED -> new Skipped(SourcePositionCoder.of().decode(in));
      default -> throw new CoderException("no parsed record begins with " + kind);
    };
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
