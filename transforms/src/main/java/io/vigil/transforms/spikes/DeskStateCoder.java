package io.vigil.transforms.spikes;

import io.vigil.schemas.Incident;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.RecordCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;

/** Writes what a desk has on it. */
public final class DeskStateCoder extends AtomicCoder<DeskState> {

  private static final long serialVersionUID = 1;
  private static final DeskStateCoder INSTANCE = new DeskStateCoder();
  private static final int VERSION = 1;
  private static final Coder<List<Sighting>> SIGHTINGS = ListCoder.of(SightingCoder.of());
  private static final Coder<List<Case>> CASES = ListCoder.of(CaseCoder.of());
  private static final Coder<List<Incident>> INCIDENTS =
      ListCoder.of(RecordCoder.of(RecordTypes.INCIDENT));

  private DeskStateCoder() {}

  public static DeskStateCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(DeskState desk, OutputStream out) throws IOException {
    out.write(VERSION);
    SIGHTINGS.encode(desk.pending(), out);
    CASES.encode(desk.cases(), out);
    SIGHTINGS.encode(desk.weak(), out);
    INCIDENTS.encode(new ArrayList<>(desk.announced().values()), out);
  }

  @Override
  public DeskState decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new IOException("a desk of version " + version + "; this build reads " + VERSION);
    }
    var pending = SIGHTINGS.decode(in);
    var cases = CASES.decode(in);
    var weak = SIGHTINGS.decode(in);
    var announced = new TreeMap<String, Incident>();
    INCIDENTS.decode(in).forEach(it -> announced.put(it.incidentId(), it));
    return new DeskState(pending, cases, weak, announced);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
