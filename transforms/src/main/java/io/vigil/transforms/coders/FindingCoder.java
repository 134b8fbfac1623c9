package io.vigil.transforms.coders;

import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.screen.Verdict.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;

/** Writes flags at the moment when they are found. */
public final class FindingCoder extends AtomicCoder<Finding> {

  private static final long serialVersionUID = 1;
  private static final FindingCoder INSTANCE = new FindingCoder();

  private FindingCoder() {}

  public static FindingCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Finding finding, OutputStream out) throws IOException {
    RecordTypes.FLAG.encode(finding.flag(), out);
    BooleanCoder.of().encode(finding.isFirst(), out);
  }

  @Override
  public Finding decode(InputStream in) throws IOException {
    return new Finding(RecordTypes.FLAG.decode(in), BooleanCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
