package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;

/** Whose flagged transactions are counted. */
public record SpikeKey(Dimension dimension, String key) {}
