package io.vigil.transforms.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes pages, with the version of the format first, since streams keep them in their state. */
public final class PageCoder extends AtomicCoder<Page> {

  private static final long serialVersionUID = 1;
  private static final int VERSION = 2;
  private static final int WITHOUT_SKIPPED = 1;
  private static final PageCoder INSTANCE = new PageCoder();

  private PageCoder() {}

  public static PageCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Page page, OutputStream out) throws IOException {
    out.write(VERSION);
    VarLongCoder.of().encode((long) page.lines().size(), out);
    for (var entry : page.lines().entrySet()) {
      VarLongCoder.of().encode(entry.getKey(), out);
      CountsCoder.of().encode(entry.getValue().counts(), out);
      BooleanCoder.of().encode(entry.getValue().isWritten(), out);
    }
  }

  @Override
  public Page decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION && version != WITHOUT_SKIPPED) {
      throw new IOException(
          "a ledger page of version " + version + "; this build reads 1 to " + VERSION);
    }
    var lines = new TreeMap<Long, Page.Line>();
    for (long left = VarLongCoder.of().decode(in); left > 0; left--) {
      long start = VarLongCoder.of().decode(in);
      var counts = CountsCoder.decode(in, version == VERSION);
      lines.put(start, new Page.Line(counts, BooleanCoder.of().decode(in)));
    }
    return new Page(lines);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
