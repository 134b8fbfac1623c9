package io.vigil.pipelines.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetSetTest {

  @Test
  void shouldHoldWhatASetOfNumbersHolds() {
    var random = new Random(7);
    for (int round = 0; round < 500; round++) {
      var offsets = new OffsetSet();
      var model = new TreeSet<Long>();
      for (int i = 0; i < 40; i++) {
        if (random.nextInt(4) > 0) {
          long offset = random.nextInt(60);
          assertThat(offsets.add(offset), is(model.add(offset)));
        } else {
          var others = new OffsetSet();
          for (int j = 0; j < 5; j++) {
            long offset = random.nextInt(60);
            others.add(offset);
            model.add(offset);
          }
          offsets.addAll(others.toRanges());
        }
      }
      thatEquals(offsets, model);
    }
  }

  private static void thatEquals(OffsetSet offsets, TreeSet<Long> model) {
    var ranges = offsets.toRanges();
    assertThat(ranges.count(), is((long) model.size()));
    for (long offset = -1; offset < 62; offset++) {
      assertThat(offsets.contains(offset), is(model.contains(offset)));
      assertThat(ranges.contains(offset), is(model.contains(offset)));
      long missing = offset;
      while (model.contains(missing)) {
        missing++;
      }
      assertThat(ranges.firstMissing(offset), is(missing));
    }
  }
}
