package io.vigil.transforms.coders;

import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes transactions. */
public final class TransactionCoder extends AtomicCoder<Transaction> {

  private static final long serialVersionUID = 1;
  private static final int VERSION = 2;
  private static final TransactionCoder INSTANCE = new TransactionCoder();
  private static final Coder<String> TEXT = StringUtf8Coder.of();
  private static final Coder<String> NULLABLE_TEXT = NullableCoder.of(StringUtf8Coder.of());
  private static final Coder<Double> NULLABLE_NUMBER = NullableCoder.of(DoubleCoder.of());
  private static final Coder<Long> WHOLE = VarLongCoder.of();

  private TransactionCoder() {}

  public static TransactionCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Transaction transaction, OutputStream out) throws IOException {
    out.write(VERSION);
    TEXT.encode(transaction.transactionId(), out);
    WHOLE.encode(transaction.eventTime(), out);
    TEXT.encode(transaction.cardId(), out);
    TEXT.encode(transaction.merchantId(), out);
    WHOLE.encode(transaction.amount(), out);
    TEXT.encode(transaction.currency(), out);
    NULLABLE_TEXT.encode(transaction.country(), out);
    NULLABLE_TEXT.encode(transaction.status(), out);
    NULLABLE_TEXT.encode(transaction.category(), out);
    NULLABLE_NUMBER.encode(transaction.riskScore(), out);
    NULLABLE_TEXT.encode(transaction.issuer(), out);
    SourcePositionCoder.of().encode(transaction.source(), out);
  }

  @Override
  public Transaction decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new IOException(
          "a transaction of version " + version + "; this build reads " + VERSION);
    }
    return new Transaction(
        TEXT.decode(in),
        WHOLE.decode(in),
        TEXT.decode(in),
        TEXT.decode(in),
        WHOLE.decode(in),
        TEXT.decode(in),
        NULLABLE_TEXT.decode(in),
        NULLABLE_TEXT.decode(in),
        NULLABLE_TEXT.decode(in),
        NULLABLE_NUMBER.decode(in),
        NULLABLE_TEXT.decode(in),
        SourcePositionCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
