package io.vigil.pipelines.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.files.FileFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAccountTest {

  private static final String TEN_BYTES = "123456789\n";

  @TempDir private Path folder;
  private Path path;
  private SourceFile file;

  @BeforeEach
  void writeFile() throws IOException {
    path = Files.writeString(folder.resolve("in.jsonl"), TEN_BYTES);
    Files.setLastModifiedTime(path, FileTime.fromMillis(0));
    file = new SourceFile(path.toString(), FileFormat.JSON, 10);
  }

  @Test
  void shouldAcceptAFileThatWasReadWhole() throws IOException {
    FileAccount.open(file).close(10, false);
  }

  @Test
  void shouldRefuseAByteTooFewOrTooMany() throws IOException {
    var account = FileAccount.open(file);
    refuses(() -> account.close(9, false), "has 10 bytes, but 9 were read");
    refuses(() -> account.close(11, false), "has 10 bytes, but 11 were read");
  }

  @Test
  void shouldNotWantTheBytesBehindDamage() throws IOException {
    FileAccount.open(file).close(4, true);
  }

  @Test
  void shouldRefuseAFileThatGrows() throws IOException {
    var account = FileAccount.open(file);
    Files.writeString(path, TEN_BYTES, StandardOpenOption.APPEND);
    refuses(() -> account.close(20, false), "has changed while it was read: it had 10 bytes");
  }

  @Test
  void shouldRefuseAFileThatShrinksEvenIfDamaged() throws IOException {
    var account = FileAccount.open(file);
    Files.writeString(path, "1");
    refuses(() -> account.close(1, true), "has changed while it was read");
  }

  @Test
  void shouldRefuseAFileThatWasReplacedByOneAsLong() throws IOException {
    var account = FileAccount.open(file);
    var other = Files.writeString(folder.resolve("other"), "abcdefghi\n");
    Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
    refuses(() -> account.close(10, false), "has changed while it was read");
  }

  @Test
  void shouldFailARunOverAFileThatHasGrownSinceItWasFound() throws IOException {
    Files.writeString(path, TEN_BYTES, StandardOpenOption.APPEND);
    var pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create());
    pipeline.apply(ReadFiles.of(List.of(file), new ReadLimits(1 << 20, CsvDialect.DEFAULT), null));

    var failure =
        assertThrows(
            Pipeline.PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish());

    assertThat(failure.getCause().getMessage(), containsString(path + " has changed"));
  }

  private interface Closing {
    void close() throws IOException;
  }

  private void refuses(Closing closing, String message) {
    var refusal = assertThrows(Refusal.class, closing::close);
    assertThat(refusal.getMessage(), containsString(path + " " + message));
  }
}
