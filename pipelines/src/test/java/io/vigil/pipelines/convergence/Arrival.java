package io.vigil.pipelines.convergence;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What happens at the source, one after the other. */
sealed interface Arrival {

  /** A record comes. */
  sealed interface Record extends Arrival {
    SourcePosition position();

    String text();

    default RawRecord raw() {
      return RawRecord.json(position(), text().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A good one. */
  record Good(Payment payment, SourcePosition position) implements Record {
    @Override
    public String text() {
      return payment.json();
    }

    @Override
    public String toString() {
      return position + " " + text();
    }
  }

  /** One that must be set aside for the reason. */
  record Bad(String text, Reason reason, SourcePosition position) implements Record {
    @Override
    public String toString() {
      return position + " " + text;
    }
  }

  /** From now on nothing is expected before this time. */
  record Watermark(long time) implements Arrival {
    @Override
    public String toString() {
      return "watermark " + Instant.ofEpochMilli(time);
    }
  }

  /** Nothing comes for so long that rows come out early. */
  record Pause(long millis) implements Arrival {}
}
