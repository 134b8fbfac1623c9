package io.vigil.pipelines.webhook;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Incident;
import io.vigil.schemas.avro.JsonRow;
import io.vigil.schemas.avro.RecordTypes;

/**
 * An incident as others may see it: the columns of the table. The key of a card's incident is
 * masked; its id leads to the row that has it.
 */
final class IncidentJson {

  private static final String MASK = "***";

  private IncidentJson() {}

  static String of(Incident incident) {
    var row = RecordTypes.INCIDENT.toAvro(incident);
    row.put("key", shown(incident));
    return JsonRow.of(row);
  }

  /** The key, unless it is a card. */
  static String shown(Incident incident) {
    return incident.dimension() == Dimension.CARD ? MASK : incident.key();
  }
}
