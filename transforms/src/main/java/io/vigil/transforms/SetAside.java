package io.vigil.transforms;

import io.vigil.schemas.DeadLetters;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Skipped;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.RecordCoder;
import io.vigil.transforms.coders.SourcePositionCoder;
import io.vigil.transforms.coders.TransactionCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;

/**
 * Sets aside what could not be parsed, as dead letters.
 *
 * <p>In: what a parser made of records, bounded or not, in any windows, none later than its event
 * time. Out: as from {@link Parse}.
 */
public final class SetAside extends PTransform<PCollection<Parsed>, Parse.Result> {

  private static final long serialVersionUID = 1;

  private SetAside() {}

  public static SetAside failures() {
    return new SetAside();
  }

  @Override
  public Parse.Result expand(PCollection<Parsed> parsed) {
    var outputs =
        parsed.apply(
            "Divide",
            ParDo.of(new DivideFn())
                .withOutputTags(
                    Parse.TRANSACTIONS, TupleTagList.of(Parse.DEAD_LETTERS).and(Parse.SKIPPED)));
    return new Parse.Result(
        outputs.get(Parse.TRANSACTIONS).setCoder(TransactionCoder.of()),
        outputs.get(Parse.DEAD_LETTERS).setCoder(RecordCoder.of(RecordTypes.DEAD_LETTER)),
        outputs.get(Parse.SKIPPED).setCoder(SourcePositionCoder.of()));
  }

  private static final class DivideFn extends DoFn<Parsed, Transaction> {
    private static final long serialVersionUID = 1;

    private transient DeadLetters deadLetters;

    @Setup
    public void setup() {
      deadLetters = new DeadLetters();
    }

    @ProcessElement
    public void process(@Element Parsed parsed, MultiOutputReceiver out) {
      if (parsed instanceof Transaction transaction) {
        out.get(Parse.TRANSACTIONS)
            .outputWithTimestamp(transaction, new Instant(transaction.eventTime()));
      } else if (parsed instanceof ParseFailure failure) {
        out.get(Parse.DEAD_LETTERS).output(deadLetters.of(failure));
      } else if (parsed instanceof Skipped skipped) {
        out.get(Parse.SKIPPED).output(skipped.source());
      }
    }
  }
}
