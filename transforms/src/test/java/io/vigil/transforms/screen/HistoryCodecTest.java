package io.vigil.transforms.screen;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryCodecTest {

  private static final Seen FULL =
      new Seen(
          1_772_366_400_000L,
          "ä-1",
          new Content(1, -2),
          "shop",
          -2_000,
          "GBP",
          "GB",
          "APPROVED",
          "shop",
          "457173",
          0.5);
  private static final Seen FULL_WITHOUT_RISK_SCORE =
      new Seen(
          1_772_366_400_000L,
          "ä-1",
          new Content(1, -2),
          "shop",
          -2_000,
          "GBP",
          "GB",
          "APPROVED",
          "shop",
          "457173",
          null);
  private static final Seen FULL_WITHOUT_ISSUER =
      new Seen(
          1_772_366_400_000L,
          "ä-1",
          new Content(1, -2),
          "shop",
          -2_000,
          "GBP",
          "GB",
          "APPROVED",
          "shop",
          null,
          null);
  private static final Seen BARE =
      new Seen(
          0, "2", new Content(3, 4), "shop", Long.MIN_VALUE, "JPY", null, null, null, null, null);

  @Test
  void givesBackWhatWasWritten() {
    var full = Change.accepted(FULL);
    full.rules().addAll(List.of("b", "a"));
    var bare = Change.accepted(BARE);
    assertThat(HistoryCodec.decode(HistoryCodec.encode(List.of(full, bare))), contains(full, bare));
  }

  @Test
  void joinsLaterFlagsToWhatTheyAreOn() {
    var first = Change.accepted(FULL);
    first.rules().add("a");
    var later = Change.flagged(FULL);
    later.rules().add("b");

    var parts =
        HistoryCodec.join(
            HistoryCodec.encode(List.of(first)),
            HistoryCodec.encode(List.of(later, Change.accepted(BARE))));

    var both = Change.accepted(FULL);
    both.rules().addAll(List.of("a", "b"));
    assertThat(HistoryCodec.decode(parts), contains(both, Change.accepted(BARE)));
  }

  /** State holds these bytes: a change of the format needs a new version that reads these. */
  @Test
  void readsAllVersionsForEver() {
    var change = Change.accepted(FULL);
    change.rules().add("a");
    var written =
        "030180a8a894956704c3a42d310000000000000001"
            + "fffffffffffffffe010473686f709f1f01034742"
            + "50010247420108415050524f5645440201063435373137330103302e350101016100";
    assertThat(HexFormat.of().formatHex(HistoryCodec.encode(List.of(change))), is(written));
    assertThat(HistoryCodec.decode(HexFormat.of().parseHex(written)), contains(change));

    var withoutRiskScore =
        "020180a8a894956704c3a42d310000000000000001"
            + "fffffffffffffffe010473686f709f1f01034742"
            + "50010247420108415050524f5645440201063435373137330101016100";
    var second = Change.accepted(FULL_WITHOUT_RISK_SCORE);
    second.rules().add("a");
    assertThat(HistoryCodec.decode(HexFormat.of().parseHex(withoutRiskScore)), contains(second));

    var withoutIssuer =
        "010180a8a894956704c3a42d310000000000000001"
            + "fffffffffffffffe010473686f709f1f01034742"
            + "50010247420108415050524f564544020101016100";
    var before = Change.accepted(FULL_WITHOUT_ISSUER);
    before.rules().add("a");
    assertThat(HistoryCodec.decode(HexFormat.of().parseHex(withoutIssuer)), contains(before));
  }

  @Test
  void refusesALaterVersion() {
    var bytes = HistoryCodec.encode(List.of(Change.accepted(BARE)));
    bytes[0] = 9;
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> HistoryCodec.decode(bytes)).getMessage(),
        is("a card history of version 9; this build reads up to 3"));
  }

  @Test
  void refusesDamagedBytes() {
    var bytes = HistoryCodec.encode(List.of(Change.accepted(FULL), Change.accepted(BARE)));
    for (int length = 1; length < bytes.length; length++) {
      var broken = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> HistoryCodec.decode(broken));
    }
    for (int seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var broken = bytes.clone();
      broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      try {
        HistoryCodec.decode(broken);
      } catch (IllegalArgumentException e) {
        // As it must be; other changes give other values.
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void needsFewBytesForATransaction() {
    var random = new Random(1);
    var changes = new ArrayList<Change>();
    for (int i = 0; i < 1_000; i++) {
      changes.add(
          Change.accepted(
              new Seen(
                  1_772_366_400_000L + i * 500L,
                  "tx-%09d".formatted(i),
                  new Content(random.nextLong(), random.nextLong()),
                  "merchant-" + random.nextInt(100),
                  random.nextInt(20_000),
                  "GBP",
                  "GB",
                  "APPROVED",
                  "groceries",
                  "457173",
                  random.nextInt(100) / 100.0)));
    }
    assertThat(HistoryCodec.encode(changes).length / 1_000, is(lessThan(46)));
    assertThat(HistoryCodec.encode(changes.subList(0, 1)).length, is(lessThan(101)));
  }
}
