package io.vigil.pipelines.generate;

import java.io.Closeable;
import java.io.IOException;

/** Takes records, one after the other. */
interface EntrySink extends Closeable {
  void write(Entry entry) throws IOException;
}
