package io.vigil.pipelines.backfill;

import io.vigil.schemas.Parsed;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/** What a recomputation reads: the days themselves, and what is needed around them. */
public sealed interface History permits ArchivedHistory, TopicHistory {

  /** Reads it: bounded, in the global window, without a time. */
  PTransform<PBegin, PCollection<Parsed>> read();

  /** What it is, for a plan. */
  List<String> describe();

  /** How many records each day has; empty if nobody knows before they are read. */
  SortedMap<LocalDate, Long> recordsByDay();

  /** How many records of the range there must be; null if nobody knows. */
  @Nullable Long recordsOfRange();
}
