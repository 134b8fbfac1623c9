package io.vigil.transforms.totals;

import io.vigil.schemas.Dimension;

/** What a total is of, apart from its window. */
public record TotalKey(Dimension dimension, String key, String currency) {}
