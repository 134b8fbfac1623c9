package io.vigil.transforms.spikes;

import org.jspecify.annotations.Nullable;

/**
 * What the closed buckets of a key have left behind. Immutable.
 *
 * @param baseline what is normal for the key
 * @param incident the last incident of confirmed spikes, as long as another spike may join it
 */
public record Standing(Baseline baseline, @Nullable IncidentSoFar incident) {}
