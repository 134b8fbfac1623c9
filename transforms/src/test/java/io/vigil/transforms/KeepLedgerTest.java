package io.vigil.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.transforms.coders.ParsedCoder;
import io.vigil.transforms.coders.ScreenedCoder;
import io.vigil.transforms.ledger.Block;
import io.vigil.transforms.screen.Screened;
import java.util.List;
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
            new LedgerEntry("a", -1, 1, 65_537, 2, 2, 0, 0, 0, 0),
            new LedgerEntry("b", -1, 1, 65_537, 1, 1, 0, 0, 0, 0));
    pipeline.run();
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
        .isEqualTo(new LedgerEntry("a", -1, 1, 65_537, 1, 2, 0, 0, 0, 0));
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
