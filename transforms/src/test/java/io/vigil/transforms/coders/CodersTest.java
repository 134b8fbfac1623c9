package io.vigil.transforms.coders;

import io.vigil.schemas.Conflict;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Grain;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Skipped;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.TopicMetadata;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.Payments;
import io.vigil.transforms.ledger.Block;
import io.vigil.transforms.ledger.BlockCoder;
import io.vigil.transforms.ledger.Counts;
import io.vigil.transforms.ledger.CountsCoder;
import io.vigil.transforms.screen.ChunkKey;
import io.vigil.transforms.screen.Content;
import io.vigil.transforms.screen.Screened;
import io.vigil.transforms.screen.Verdict;
import io.vigil.transforms.totals.TallyBuilder;
import io.vigil.transforms.totals.TallyCoder;
import io.vigil.transforms.totals.TotalKey;
import io.vigil.transforms.totals.TotalKeyCoder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class CodersTest {

  @Test
  void shouldGiveBackAnyTransaction() throws Exception {
    var random = new Random(7);
    for (int i = 0; i < 500; i++) {
      var transaction = Payments.random(random, i);
      CoderProperties.coderDecodeEncodeEqual(TransactionCoder.of(), transaction);
      CoderProperties.coderDecodeEncodeEqual(RecordCoder.of(RecordTypes.TRANSACTION), transaction);
    }
  }

  @Test
  void shouldGiveBackARawRecordWithItsDamage() throws Exception {
    var whole = RawRecord.csv(SourcePosition.inFile("a.csv", 3), "x,y", new byte[] {0, 1, -1});
    var broken = whole.damaged(Reason.DAMAGED_FILE, "unexpected end");
    var topic =
        new RawRecord(
            SourcePosition.inTopic("t", 2, 1L << 40), Encoding.JSON, null, new byte[0], null);
    var beside = new TopicMetadata("k", 1L << 41, Map.of("a", "b"));
    for (var record :
        new RawRecord[] {
          whole, broken, topic, topic.withMetadata(beside), broken.withMetadata(beside)
        }) {
      CoderProperties.coderDecodeEncodeEqual(RawRecordCoder.of(), record);
    }
  }

  @Test
  void shouldGiveBackWhatAParserSays() throws Exception {
    var record =
        RawRecord.avro(SourcePosition.inTopic("t", 2, 1L << 40), "\"int\"", new byte[] {0, -1});
    for (var parsed :
        List.<Parsed>of(
            Payments.payment("12:00:00", "ann", "shop", 5),
            new Skipped(SourcePosition.inFile("a.csv", 3)),
            new ParseFailure(record, Reason.MALFORMED_AVRO, "cut off", null),
            new ParseFailure(record, Reason.TIME_IN_FUTURE, "event_time: later", 1L << 41))) {
      CoderProperties.coderDecodeEncodeEqual(ParsedCoder.of(), parsed);
    }
  }

  @Test
  void shouldGiveBackKeysAndValues() throws Exception {
    var builder = new TallyBuilder();
    var random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      builder.add(Payments.random(random, i));
    }
    CoderProperties.coderDecodeEncodeEqual(TallyCoder.of(), builder.build());
    CoderProperties.coderDecodeEncodeEqual(
        TotalKeyCoder.of(), new TotalKey(Grain.HOUR, Dimension.MERCHANT, "café", "GBP"));
    CoderProperties.coderDecodeEncodeEqual(BlockCoder.of(), new Block("a.csv", -1, 65_537));
    CoderProperties.coderDecodeEncodeEqual(CountsCoder.of(), new Counts(1, 2, 3, 4, 5L << 40, 6));
  }

  @Test
  void shouldGiveBackWhatAScreenSays() throws Exception {
    var transaction = Payments.payment("12:00:00", "ann", "shop", 5);
    var flag =
        new Flag(
            "burst",
            "3 within 60s",
            "ann@12:00:00",
            Content.of(transaction).toString(),
            transaction.eventTime(),
            "shop",
            "GBP",
            null,
            "food",
            "457173",
            "ann");
    var finding = new Verdict.Finding(flag, true);
    CoderProperties.coderDecodeEncodeEqual(FindingCoder.of(), finding);
    CoderProperties.coderDecodeEncodeEqual(
        ScreenedCoder.of(), new Screened(transaction, List.of(finding, finding)));
    CoderProperties.coderDecodeEncodeEqual(
        RecordCoder.of(RecordTypes.CONFLICT),
        new Conflict("ann@12:00:00", 2, transaction.source()));
    CoderProperties.coderDecodeEncodeEqual(ChunkKeyCoder.of(), new ChunkKey("ann", 1L << 40, 7));
  }

  @Test
  void shouldSurviveBeingSentToAWorker() {
    CoderProperties.coderSerializable(RecordCoder.of(RecordTypes.TOTAL));
    CoderProperties.coderSerializable(TransactionCoder.of());
    CoderProperties.coderSerializable(TallyCoder.of());
  }
}
