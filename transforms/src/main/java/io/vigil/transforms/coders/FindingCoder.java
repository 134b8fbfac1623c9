package io.vigil.transforms.coders;

import io.vigil.transforms.screen.Content;
import io.vigil.transforms.screen.Flag;
import io.vigil.transforms.screen.Verdict.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes flags at the moment when they are found. */
public final class FindingCoder extends AtomicCoder<Finding> {

  private static final long serialVersionUID = 1;
  private static final FindingCoder INSTANCE = new FindingCoder();
  private static final Coder<String> TEXT = StringUtf8Coder.of();
  private static final Coder<String> NULLABLE_TEXT = NullableCoder.of(StringUtf8Coder.of());
  private static final Coder<Long> HASH = BigEndianLongCoder.of();

  private FindingCoder() {}

  public static FindingCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Finding finding, OutputStream out) throws IOException {
    var flag = finding.flag();
    TEXT.encode(flag.rule(), out);
    TEXT.encode(flag.evidence(), out);
    TEXT.encode(flag.transactionId(), out);
    HASH.encode(flag.content().high(), out);
    HASH.encode(flag.content().low(), out);
    VarLongCoder.of().encode(flag.eventTime(), out);
    TEXT.encode(flag.merchantId(), out);
    TEXT.encode(flag.currency(), out);
    NULLABLE_TEXT.encode(flag.country(), out);
    NULLABLE_TEXT.encode(flag.category(), out);
    BooleanCoder.of().encode(finding.isFirst(), out);
  }

  @Override
  public Finding decode(InputStream in) throws IOException {
    var flag =
        new Flag(
            TEXT.decode(in),
            TEXT.decode(in),
            TEXT.decode(in),
            new Content(HASH.decode(in), HASH.decode(in)),
            VarLongCoder.of().decode(in),
            TEXT.decode(in),
            TEXT.decode(in),
            NULLABLE_TEXT.decode(in),
            NULLABLE_TEXT.decode(in));
    return new Finding(flag, BooleanCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
