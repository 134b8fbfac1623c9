package io.vigil.pipelines.generate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackgroundTest {

  private static final int MANY = 100_000;

  private final List<Long> written = new ArrayList<>();
  private boolean isClosed;

  @Test
  void shouldHandOnEverythingInOrder() throws IOException {
    try (var background = new Background("test", sink(MANY))) {
      for (int i = 0; i < MANY; i++) {
        background.write(entry(i));
      }
    }

    assertThat(written.size(), is(MANY));
    for (int i = 0; i < MANY; i++) {
      assertThat(written.get(i), is((long) i));
    }
    assertThat(isClosed, is(true));
  }

  @Test
  void shouldSayThatTheSinkHasFailedAndNotBlock() {
    var failure =
        assertThrows(
            IOException.class,
            () -> {
              try (var background = new Background("test", sink(5_000))) {
                for (int i = 0; i < MANY; i++) {
                  background.write(entry(i));
                }
              }
            });

    assertThat(failure.getMessage(), is("the disk is full"));
    assertThat(isClosed, is(true));
  }

  private EntrySink sink(int room) {
    return new EntrySink() {
      @Override
      public void write(Entry entry) throws IOException {
        if (written.size() == room) {
          throw new IOException("the disk is full");
        }
        written.add(entry.sequence);
      }

      @Override
      public void close() {
        isClosed = true;
      }
    };
  }

  private static Entry entry(long sequence) {
    var transaction =
        new Transaction(
            "t", 0, "c", "m", 1, "EUR", null, null, null, null, SourcePosition.inFile("x", 1));
    return new Entry(sequence, transaction, null, 0, false, Entry.Delay.NONE, 0);
  }
}
