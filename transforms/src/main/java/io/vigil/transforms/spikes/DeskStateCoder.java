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
import java.util.TreeSet;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Writes what a desk has on it. */
public final class DeskStateCoder extends AtomicCoder<DeskState> {

  private static final long serialVersionUID = 1;
  private static final DeskStateCoder INSTANCE = new DeskStateCoder();
  private static final int VERSION = 2;

  /** Before it was remembered which spikes were told. */
  private static final int WITHOUT_TOLD = 1;

  private static final Coder<List<String>> IDS = ListCoder.of(StringUtf8Coder.of());
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
    IDS.encode(new ArrayList<>(desk.told()), out);
  }

  @Override
  public DeskState decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION && version != WITHOUT_TOLD) {
      throw new IOException(
          "a desk of version %d; this build reads %d and %d"
              .formatted(version, WITHOUT_TOLD, VERSION));
    }
    var pending = SIGHTINGS.decode(in);
    var cases = CASES.decode(in);
    var weak = SIGHTINGS.decode(in);
    var announced = new TreeMap<String, Incident>();
    INCIDENTS.decode(in).forEach(it -> announced.put(it.incidentId(), it));
    var told = version == VERSION ? new TreeSet<>(IDS.decode(in)) : new TreeSet<String>();
    return new DeskState(pending, cases, weak, announced, told);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
