package io.vigil.transforms;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import io.vigil.schemas.protect.CardProtection;
import io.vigil.schemas.protect.CardProtection.Protector;
import io.vigil.transforms.coders.ParsedCoder;
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
import org.jspecify.annotations.Nullable;

/**
 * Makes transactions of raw records, and sets aside those that hold none.
 *
 * <p>In: raw records, bounded or not, in any windows. Out: {@link Result#transactions()}, each at
 * its event time, and {@link Result#deadLetters()} and {@link Result#skipped()}, each at the time
 * of its raw record; windows, triggers and boundedness are those of the input. Every record comes
 * out in exactly one of the three. What becomes of a record depends on the record alone; no record
 * makes the transform fail.
 *
 * <p>By default records are read in Vigil's own form, with the fields named as in {@link
 * io.vigil.schemas.fields.Field}; {@link #withMapping} reads other people's.
 */
public final class Parse extends PTransform<PCollection<RawRecord>, Parse.Result> {

  private static final long serialVersionUID = 1;
  static final TupleTag<Transaction> TRANSACTIONS = new TupleTag<>("transactions");
  static final TupleTag<DeadLetter> DEAD_LETTERS = new TupleTag<>("deadLetters");
  static final TupleTag<SourcePosition> SKIPPED = new TupleTag<>("skipped");

  private final @Nullable Mapping mapping;

  private final CardProtection protection;

  private Parse(@Nullable Mapping mapping, CardProtection protection) {
    this.mapping = mapping;
    this.protection = protection;
  }

  /** Parses records of Vigil's own form. */
  public static Parse transactions() {
    return new Parse(null, CardProtection.NONE);
  }

  /** Finds the fields as the mapping says; null stands for Vigil's own form. */
  public Parse withMapping(@Nullable Mapping newMapping) {
    return new Parse(newMapping, protection);
  }

  /** Protects card data as soon as a record is parsed; a mapping that wants pseudonyms needs it. */
  public Parse protecting(CardProtection newProtection) {
    return new Parse(mapping, newProtection);
  }

  @Override
  public Result expand(PCollection<RawRecord> records) {
    protection.checkFor(mapping);
    return records
        .apply("Parse", ParDo.of(new ParseFn(mapping, protection)))
        .setCoder(ParsedCoder.of())
        .apply("SetAside", SetAside.failures());
  }

  /** What {@link Parse} makes of its input. */
  public static final class Result implements POutput {
    private final PCollection<Transaction> transactions;
    private final PCollection<DeadLetter> deadLetters;
    private final PCollection<SourcePosition> skipped;

    Result(
        PCollection<Transaction> transactions,
        PCollection<DeadLetter> deadLetters,
        PCollection<SourcePosition> skipped) {
      this.transactions = transactions;
      this.deadLetters = deadLetters;
      this.skipped = skipped;
    }

    public PCollection<Transaction> transactions() {
      return transactions;
    }

    public PCollection<DeadLetter> deadLetters() {
      return deadLetters;
    }

    /** Where the records were read that the mapping does not mean; none without {@code only_if}. */
    public PCollection<SourcePosition> skipped() {
      return skipped;
    }

    @Override
    public Pipeline getPipeline() {
      return transactions.getPipeline();
    }

    @Override
    public Map<TupleTag<?>, PValue> expand() {
      return Map.of(TRANSACTIONS, transactions, DEAD_LETTERS, deadLetters, SKIPPED, skipped);
    }

    @Override
    public void finishSpecifyingOutput(
        String transformName, PInput input, PTransform<?, ?> transform) {}
  }

  private static final class ParseFn extends DoFn<RawRecord, Parsed> {
    private static final long serialVersionUID = 1;

    private final @Nullable Mapping mapping;
    private final CardProtection protection;
    private transient TransactionParser parser;
    private transient Protector protector;

    ParseFn(@Nullable Mapping mapping, CardProtection protection) {
      this.mapping = mapping;
      this.protection = protection;
    }

    @Setup
    public void setup() {
      parser = TransactionParser.of(mapping);
      protector = protection.protector();
    }

    @ProcessElement
    public void process(@Element RawRecord record, OutputReceiver<Parsed> out) {
      out.output(protector.protect(parser.parse(record)));
    }
  }
}
