package io.vigil.transforms;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.schemas.mapping.MappedFields;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.CanonicalFields;
import io.vigil.schemas.parse.TransactionParser;
import io.vigil.transforms.coders.RecordCoder;
import io.vigil.transforms.coders.TransactionCoder;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes transactions of raw records, and sets aside those that hold none.
 *
 * <p>In: raw records, bounded or not, in any windows. Out: {@link Result#transactions()}, each at
 * its event time, and {@link Result#deadLetters()}, each at the time of its raw record; windows,
 * triggers and boundedness are those of the input. Every record comes out in exactly one of the
 * two. What becomes of a record depends on the record alone; no record makes the transform fail.
 *
 * <p>By default records are read in Vigil's own form, with the fields named as in {@link
 * io.vigil.schemas.fields.Field}; {@link #withMapping} reads other people's.
 */
public final class Parse extends PTransform<PCollection<RawRecord>, Parse.Result> {

  private static final long serialVersionUID = 1;
  private static final TupleTag<Transaction> TRANSACTIONS = new TupleTag<>("transactions");
  private static final TupleTag<DeadLetter> DEAD_LETTERS = new TupleTag<>("deadLetters");

  private final @Nullable Mapping mapping;

  private Parse(@Nullable Mapping mapping) {
    this.mapping = mapping;
  }

  /** Parses records of Vigil's own form. */
  public static Parse transactions() {
    return new Parse(null);
  }

  /** Finds the fields as the mapping says; null stands for Vigil's own form. */
  public Parse withMapping(@Nullable Mapping newMapping) {
    return new Parse(newMapping);
  }

  @Override
  public Result expand(PCollection<RawRecord> records) {
    var outputs =
        records.apply(
            "Parse",
            ParDo.of(new ParseFn(mapping))
                .withOutputTags(TRANSACTIONS, TupleTagList.of(DEAD_LETTERS)));
    return new Result(
        outputs.get(TRANSACTIONS).setCoder(TransactionCoder.of()),
        outputs.get(DEAD_LETTERS).setCoder(RecordCoder.of(RecordTypes.DEAD_LETTER)));
  }

  /** What {@link Parse} makes of its input. */
  public static final class Result implements POutput {
    private final PCollection<Transaction> transactions;
    private final PCollection<DeadLetter> deadLetters;

    private Result(PCollection<Transaction> transactions, PCollection<DeadLetter> deadLetters) {
      this.transactions = transactions;
      this.deadLetters = deadLetters;
    }

    public PCollection<Transaction> transactions() {
      return transactions;
    }

    public PCollection<DeadLetter> deadLetters() {
      return deadLetters;
    }

    @Override
    public Pipeline getPipeline() {
      return transactions.getPipeline();
    }

    @Override
    public Map<TupleTag<?>, PValue> expand() {
      return Map.of(TRANSACTIONS, transactions, DEAD_LETTERS, deadLetters);
    }

    @Override
    public void finishSpecifyingOutput(
        String transformName, PInput input, PTransform<?, ?> transform) {}
  }

  private static final class ParseFn extends DoFn<RawRecord, Transaction> {
    private static final long serialVersionUID = 1;

    private final @Nullable Mapping mapping;
    private transient TransactionParser parser;

    ParseFn(@Nullable Mapping mapping) {
      this.mapping = mapping;
    }

    @Setup
    public void setup() {
      parser =
          new TransactionParser(
              mapping == null ? new CanonicalFields() : new MappedFields(mapping));
    }

    @ProcessElement
    public void process(@Element RawRecord record, MultiOutputReceiver out) {
      var parsed = parser.parse(record);
      if (parsed instanceof Transaction transaction) {
        out.get(TRANSACTIONS)
            .outputWithTimestamp(transaction, new Instant(transaction.eventTime()));
      } else if (parsed instanceof ParseFailure failure) {
        out.get(DEAD_LETTERS).output(DeadLetter.of(failure));
      }
    }
  }
}
