package io.vigil.schemas.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.RecordReader;
import io.vigil.schemas.Records;
import io.vigil.schemas.SourcePosition;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuardedReaderTest {

  @Test
  void aFaultOfTheReaderIsDamageAtTheEndOfTheFile() throws IOException {
    for (var fault :
        new Throwable[] {new IllegalStateException("4711"), new StackOverflowError()}) {
      var records = Records.all(new GuardedReader("f", FileFormat.CSV, new FailsAtThird(fault)));
      assertThat(records, hasSize(3));
      var damage = Objects.requireNonNull(records.get(2).damage());
      assertThat(damage.reason(), is(Reason.DAMAGED_FILE));
      assertThat(damage.message(), containsString(fault.getClass().getName() + " at "));
      assertThat(damage.message(), not(containsString("4711")));
      assertThat(records.get(2).schema(), is("a,b"));
    }
  }

  private static final class FailsAtThird implements RecordReader {

    private final Throwable fault;
    private int count;

    FailsAtThird(Throwable fault) {
      this.fault = fault;
    }

    @Override
    public @Nullable RawRecord next() {
      if (++count == 3) {
        if (fault instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) fault;
      }
      return RawRecord.csv(SourcePosition.inFile("f", count), "a,b", Records.utf8("1,2"));
    }

    @Override
    public String schema() {
      return "a,b";
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
