package io.vigil.transforms.spikes;

import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.jspecify.annotations.Nullable;

/** Writes what the closed buckets of a key have left behind; the baseline has its own version. */
public final class StandingCoder extends CustomCoder<Standing> {

  private static final long serialVersionUID = 1;

  private final SpikeSettings settings;

  private StandingCoder(SpikeSettings settings) {
    this.settings = settings;
  }

  public static StandingCoder of(SpikeSettings settings) {
    return new StandingCoder(settings);
  }

  @Override
  public void encode(Standing standing, OutputStream out) throws IOException {
    ByteArrayCoder.of().encode(standing.baseline().toBytes(), out);
    var incident = standing.incident();
    BooleanCoder.of().encode(incident != null, out);
    if (incident != null) {
      RecordTypes.INCIDENT.encode(incident.toRow(true, 0, false), out);
    }
  }

  @Override
  public Standing decode(InputStream in) throws IOException {
    var baseline = Baseline.fromBytes(settings, ByteArrayCoder.of().decode(in));
    boolean hasIncident = BooleanCoder.of().decode(in);
    return new Standing(
        baseline, hasIncident ? IncidentSoFar.of(RecordTypes.INCIDENT.decode(in)) : null);
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StandingCoder that && settings.equals(that.settings);
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }
}
