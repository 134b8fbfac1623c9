package io.vigil.transforms;

import io.vigil.schemas.Conflict;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.FindingCoder;
import io.vigil.transforms.coders.RecordCoder;
import io.vigil.transforms.coders.ScreenedCoder;
import io.vigil.transforms.coders.TransactionCoder;
import io.vigil.transforms.screen.DetectionRules;
import io.vigil.transforms.screen.LatenessGate;
import io.vigil.transforms.screen.Screened;
import io.vigil.transforms.screen.Verdict.Finding;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;

/**
 * Screens transactions: decides which are late, which are duplicates and which conflict, and finds
 * what is suspicious in the recent history of each card.
 *
 * <p>In: transactions at their event time, bounded or not, in the global window. Out, in the global
 * window and at their event times: every transaction in exactly one of {@link Result#accepted},
 * {@link Result#duplicates} and {@link Result#late}; besides, {@link Result#conflicts}, and all
 * {@link Result#flags}, those of accepted transactions and those that others brought later.
 *
 * <p>A transaction is late if its base bucket of ten seconds had been closed for longer than the
 * allowed lateness, by the watermark at this step; in a bounded input none is. Apart from that the
 * result depends on the set of transactions alone: the flags of a transaction are the same for
 * every order of arrival, and so are the ids in conflict and the contents that were accepted. Of
 * records that are alike, the one that comes first is accepted.
 *
 * <p>State is kept for each card for the horizon of the rules and the allowed lateness, and is
 * forgotten by event time. Blocks of transactions cross the network, not single ones.
 */
public final class Screen extends PTransform<PCollection<Transaction>, Screen.Result> {

  private static final long serialVersionUID = 1;
  private static final Duration DEFAULT_ALLOWED_LATENESS = Duration.standardMinutes(10);
  private static final int DEFAULT_SHARDS = 64;

  static final TupleTag<Screened> ACCEPTED = new TupleTag<>("accepted");
  static final TupleTag<Finding> FLAGS = new TupleTag<>("flags");
  static final TupleTag<Transaction> DUPLICATES = new TupleTag<>("duplicates");
  static final TupleTag<Conflict> CONFLICTS = new TupleTag<>("conflicts");
  static final TupleTag<LateTransaction> LATE = new TupleTag<>("late");

  private final DetectionRules rules;
  private final Duration allowedLateness;
  private final int shards;

  private Screen(DetectionRules rules, Duration allowedLateness, int shards) {
    this.rules = rules;
    this.allowedLateness = allowedLateness;
    this.shards = shards;
  }

  /** Screens by these rules, with ten minutes of allowed lateness, in 64 shards. */
  public static Screen by(DetectionRules rules) {
    return new Screen(rules, DEFAULT_ALLOWED_LATENESS, DEFAULT_SHARDS);
  }

  /** How long after its end a bucket stays open; ten minutes by default. */
  public Screen withAllowedLateness(Duration newAllowedLateness) {
    if (newAllowedLateness.isShorterThan(Duration.ZERO)) {
      throw new IllegalArgumentException("allowedLateness must not be negative");
    }
    return new Screen(rules, newAllowedLateness, shards);
  }

  /** Into how many groups cards are put; at least as many as the step has tasks. 64 by default. */
  public Screen withShards(int newShards) {
    if (newShards < 1) {
      throw new IllegalArgumentException("shards must be positive: " + newShards);
    }
    return new Screen(rules, allowedLateness, newShards);
  }

  @Override
  public Result expand(PCollection<Transaction> transactions) {
    var gate = LatenessGate.of(java.time.Duration.ofMillis(allowedLateness.getMillis()));
    var outputs =
        transactions
            .apply("Block", new BlocksByShard(shards))
            .apply(
                "Screen",
                ParDo.of(new ScreenFn(rules, gate))
                    .withOutputTags(
                        ACCEPTED, TupleTagList.of(FLAGS).and(DUPLICATES).and(CONFLICTS).and(LATE)));
    return new Result(
        outputs.get(ACCEPTED).setCoder(ScreenedCoder.of()),
        outputs.get(FLAGS).setCoder(FindingCoder.of()),
        outputs.get(DUPLICATES).setCoder(TransactionCoder.of()),
        outputs.get(CONFLICTS).setCoder(RecordCoder.of(RecordTypes.CONFLICT)),
        outputs.get(LATE).setCoder(RecordCoder.of(RecordTypes.LATE_TRANSACTION)));
  }

  /**
   * What {@link Screen} makes of its input.
   *
   * @param accepted transactions that count, with the flags that were found on them when they came
   * @param flags all flags on accepted transactions: those found when they came, which are in
   *     {@code accepted} too, and those that others brought which came later
   * @param duplicates transactions of which one with the same content was accepted before
   * @param conflicts ids of accepted transactions that have more than one content
   * @param late transactions whose bucket had closed
   */
  public record Result(
      PCollection<Screened> accepted,
      PCollection<Finding> flags,
      PCollection<Transaction> duplicates,
      PCollection<Conflict> conflicts,
      PCollection<LateTransaction> late)
      implements POutput {

    @Override
    public Pipeline getPipeline() {
      return accepted.getPipeline();
    }

    @Override
    public Map<TupleTag<?>, PValue> expand() {
      return Map.of(
          ACCEPTED, accepted,
          FLAGS, flags,
          DUPLICATES, duplicates,
          CONFLICTS, conflicts,
          LATE, late);
    }

    @Override
    public void finishSpecifyingOutput(
        String transformName, PInput input, PTransform<?, ?> transform) {}
  }
}
