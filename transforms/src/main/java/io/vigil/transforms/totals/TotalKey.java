package io.vigil.transforms.totals;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;

/** What a total is of, apart from its window. */
public record TotalKey(Grain grain, Dimension dimension, String key, String currency) {}
