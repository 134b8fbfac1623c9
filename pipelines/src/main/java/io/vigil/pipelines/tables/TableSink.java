package io.vigil.pipelines.tables;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;

/** A place that takes tables: a folder, a database, the topics of a cluster. */
public interface TableSink {

  /** What the place is called among the sinks of a pipeline. */
  String name();

  /** Writes the rows of a table there. */
  <T> PTransform<PCollection<T>, ? extends POutput> to(Table<T> table);
}
