package io.vigil.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Makes Jackson's parsers for JSON that anybody may have written. The one place where they are
 * made, because of what Jackson does by default: it keeps the names of keys in a table that all
 * parsers of a factory share, and throws for good once somebody has filled it with names that
 * collide.
 */
public final class ForeignJson {

  private ForeignJson() {}

  /**
   * Parsers that keep no names of keys, and set no limit to a number, a text or the nesting: their
   * readers do.
   */
  public static JsonFactoryBuilder parsers() {
    return (JsonFactoryBuilder)
        JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build());
  }

  /** Reads whole texts, such as the rows that Vigil itself has written; of any length. */
  public static JsonMapper mapper() {
    return JsonMapper.builder(
            parsers()
                .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                .build())
        .build();
  }
}
