package io.vigil.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Skipped;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.ParsedCoder;
import io.vigil.transforms.coders.RecordCoder;
import io.vigil.transforms.coders.ScreenedCoder;
import io.vigil.transforms.coders.SourcePositionCoder;
import io.vigil.transforms.ledger.Block;
import io.vigil.transforms.ledger.Counts;
import io.vigil.transforms.ledger.Page;
import io.vigil.transforms.ledger.PageCoder;
import io.vigil.transforms.screen.Screened;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class KeepLedgerTest {

  @Test
  void shouldCountARecordAtBothEnds(TestPipeline pipeline) {
    var ledger =
        ledger(
            pipeline,
            List.of(at("a", 1), at("a", 2), at("b", 1)),
            List.of(at("a", 1), at("a", 2), at("b", 1)));

    PAssert.that(ledger)
        .containsInAnyOrder(
            new LedgerEntry("a", -1, 1, 65_537, 2, 2, 0, 0, 0, 0, 0),
            new LedgerEntry("b", -1, 1, 65_537, 1, 1, 0, 0, 0, 0, 0));
    pipeline.run();
  }

  @Test
  void shouldBalanceWithWhatWasSkipped(TestPipeline pipeline) {
    var read =
        List.<Parsed>of(failureAt(at("a", 1)), new Skipped(at("a", 2)), new Skipped(at("a", 3)));
    var ledger =
        PCollectionList.of(
                pipeline
                    .apply("Records", Create.of(read).withCoder(ParsedCoder.of()))
                    .apply("CountRead", KeepLedger.countRead()))
            .and(
                pipeline
                    .apply("Skipped", Create.of(at("a", 2), at("a", 3)))
                    .setCoder(SourcePositionCoder.of())
                    .apply("CountSkipped", KeepLedger.countSkipped()))
            .and(
                pipeline
                    .apply("DeadLetters", Create.of(DeadLetter.of(failureAt(at("a", 1)))))
                    .setCoder(RecordCoder.of(RecordTypes.DEAD_LETTER))
                    .apply("CountDeadLetters", KeepLedger.countDeadLetters()))
            .apply(KeepLedger.ofCounts());

    var entry = new LedgerEntry("a", -1, 1, 65_537, 3, 0, 0, 1, 0, 2, 0);
    assertThat(entry.isBalanced(), is(true));
    PAssert.thatSingleton(ledger).isEqualTo(entry);
    pipeline.run();
  }

  /** As a stream of the version before has left it in its state. */
  @Test
  void shouldReadAPageOfTheVersionWithoutSkipped() throws IOException {
    byte[] version1 = {1, 1, 7, 10, 5, 2, 2, 1, 1};
    assertThat(
        PageCoder.of().decode(new ByteArrayInputStream(version1)),
        is(
            new Page(
                new TreeMap<>(Map.of(7L, new Page.Line(new Counts(10, 5, 2, 2, 1, 0), true))))));
    assertThrows(
        IOException.class,
        () -> PageCoder.of().decode(new ByteArrayInputStream(new byte[] {3, 0})));
  }

  @Test
  void shouldShowTheBlockInWhichARecordWasLost(TestPipeline pipeline) {
    var read = List.of(at("a", 1), at("a", 65_536), at("a", 65_537));
    var accepted = List.of(at("a", 1), at("a", 65_536));

    PAssert.that(ledger(pipeline, read, accepted))
        .satisfies(
            entries -> {
              for (var entry : entries) {
                assertThat(entry.isBalanced(), is(entry.blockStart() == 1));
              }
              return null;
            });
    pipeline.run();
  }

  @Test
  void shouldShowARecordThatWasCountedTwice(TestPipeline pipeline) {
    PAssert.thatSingleton(ledger(pipeline, List.of(at("a", 1)), List.of(at("a", 1), at("a", 1))))
        .isEqualTo(new LedgerEntry("a", -1, 1, 65_537, 1, 2, 0, 0, 0, 0, 0));
    pipeline.run();
  }

  @Test
  void shouldBeginBlocksAtTheFirstPositionOfTheSource() {
    assertThat(Block.of(at("a", 1)).start(), is(1L));
    assertThat(Block.of(at("a", 65_536)).start(), is(1L));
    assertThat(Block.of(at("a", 65_537)).start(), is(65_537L));
    assertThat(Block.of(SourcePosition.inTopic("t", 3, 0)), is(new Block("t", 3, 0)));
    assertThat(Block.of(SourcePosition.inTopic("t", 3, 65_536)), is(new Block("t", 3, 65_536)));
  }

  private static SourcePosition at(String file, long record) {
    return SourcePosition.inFile(file, record);
  }

  private static PCollection<LedgerEntry> ledger(
      TestPipeline pipeline, List<SourcePosition> read, List<SourcePosition> accepted) {
    var records = read.stream().<Parsed>map(KeepLedgerTest::failureAt).toList();
    var transactions = accepted.stream().map(KeepLedgerTest::screenedAt).toList();
    return PCollectionList.of(
            pipeline
                .apply("Records", Create.of(records).withCoder(ParsedCoder.of()))
                .apply("CountRead", KeepLedger.countRead()))
        .and(
            pipeline
                .apply("Transactions", Create.of(transactions).withCoder(ScreenedCoder.of()))
                .apply("CountAccepted", KeepLedger.countAccepted()))
        .apply(KeepLedger.ofCounts());
  }

  private static ParseFailure failureAt(SourcePosition position) {
    var record = RawRecord.json(position, new byte[0]);
    return new ParseFailure(record, Reason.TRUNCATED_JSON, "ends too early", null);
  }

  private static Screened screenedAt(SourcePosition position) {
    var payment = Payments.payment("12:00:00", "ann", "shop", 1);
    return new Screened(payment.withSource(position), List.of());
  }
}
