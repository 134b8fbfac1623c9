package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Flag;
import io.vigil.transforms.signals.SignalSettings;
import io.vigil.transforms.signals.SignalTallyBuilder;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShardWatchTest {

  private static final SpikeKey SHOP = new SpikeKey(Dimension.MERCHANT, "shop");
  private static final long BUCKET = 10_000;

  @Test
  void refusesWhatComesAfterItsBucketWasJudgedForGood() {
    var watch = new ShardWatch(new KeyWatch(JudgeSettings.DEFAULTS, true));
    var memory = new MapMemory();
    watch.take(memory, flagIn(3 * BUCKET), 0);
    watch.close(memory, 4 * BUCKET);

    var thrown =
        assertThrows(
            IllegalStateException.class, () -> watch.take(memory, flagIn(2 * BUCKET), 4 * BUCKET));

    assertThat(thrown.getMessage(), containsString("1970-01-01T00:00:20Z has closed"));
  }

  private static TallyBlock flagIn(long bucketStart) {
    var tally = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    tally.addFlag(
        Dimension.MERCHANT,
        new Flag("velocity", "", "id", "", bucketStart, "shop", "EUR", null, null, null, "card"));
    return new TallyBlock(
        new TreeMap<>(), List.of(new TallyBlock.Entry(SHOP, bucketStart, tally.build())));
  }
}
