package io.vigil.transforms.coders;

import io.vigil.transforms.screen.Screened;
import io.vigil.transforms.screen.Verdict.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;

/** Writes screened transactions. */
public final class ScreenedCoder extends AtomicCoder<Screened> {

  private static final long serialVersionUID = 1;
  private static final ScreenedCoder INSTANCE = new ScreenedCoder();
  private static final Coder<List<Finding>> FINDINGS = ListCoder.of(FindingCoder.of());

  private ScreenedCoder() {}

  public static ScreenedCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Screened screened, OutputStream out) throws IOException {
    TransactionCoder.of().encode(screened.transaction(), out);
    FINDINGS.encode(screened.findings(), out);
  }

  @Override
  public Screened decode(InputStream in) throws IOException {
    return new Screened(TransactionCoder.of().decode(in), FINDINGS.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
