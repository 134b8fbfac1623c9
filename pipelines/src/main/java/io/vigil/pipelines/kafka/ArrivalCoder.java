package io.vigil.pipelines.kafka;

import io.vigil.transforms.coders.ParsedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes arrivals, for runners that do not chain the step behind the source to it. */
final class ArrivalCoder extends AtomicCoder<Arrival> {

  private static final long serialVersionUID = 1;
  private static final ArrivalCoder INSTANCE = new ArrivalCoder();

  private ArrivalCoder() {}

  static ArrivalCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Arrival arrival, OutputStream out) throws IOException {
    ParsedCoder.of().encode(arrival.parsed(), out);
    VarLongCoder.of().encode(arrival.readAt(), out);
  }

  @Override
  public Arrival decode(InputStream in) throws IOException {
    return Arrival.of(ParsedCoder.of().decode(in), VarLongCoder.of().decode(in));
  }
}
