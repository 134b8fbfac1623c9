package io.vigil.pipelines.convergence;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.Flag;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.Screen;
import io.vigil.transforms.coders.TransactionCoder;
import io.vigil.transforms.screen.CardHistory;
import io.vigil.transforms.screen.Content;
import io.vigil.transforms.screen.DetectionRules;
import io.vigil.transforms.screen.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same transactions, in any order and on any runner, are screened alike: as one history for
 * each card says that takes them in another order still.
 */
class ScreenConvergenceTest {

  private static final DetectionRules RULES = DetectionRules.defaults();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "1, --runner=DirectRunner",
    "2, --runner=FlinkRunner --parallelism=1",
    "3, --runner=FlinkRunner --parallelism=2 --objectReuse=true --fasterCopy=true",
    "4, --runner=FlinkRunner --parallelism=1 --streaming=true",
    "5, --runner=FlinkRunner --parallelism=2 --streaming=true --maxBundleSize=7",
    "6, --runner=FlinkRunner --parallelism=2 --streaming=true --objectReuse=true --fasterCopy=true",
  })
  void shouldScreenAlikeOnEveryRunner(long seed, String runner) throws IOException {
    var random = new Random(seed);
    var transactions = transactions(random);
    var expected = model(transactions);
    Collections.shuffle(transactions, random);

    assertThat("seed " + seed, screen(transactions, runner.split(" ")), is(expected));
  }

  /** Two hundred of a few cards within some minutes, with copies and with conflicts. */
  private static List<Transaction> transactions(Random random) {
    long start = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    var transactions = new ArrayList<Transaction>();
    for (int i = 0; i < 200; i++) {
      var source = SourcePosition.inFile("in", i);
      if (i > 0 && random.nextInt(10) == 0) {
        transactions.add(transactions.get(random.nextInt(i)).withSource(source));
        continue;
      }
      transactions.add(
          new Transaction(
              "id-" + random.nextInt(180),
              start + random.nextInt(600) * 1000L,
              "card-" + random.nextInt(5),
              "merchant-" + random.nextInt(6),
              random.nextInt(10) == 0 ? 1_000_000 : random.nextInt(2_000),
              "GBP",
              random.nextInt(8) == 0 ? "DE" : "GB",
              random.nextInt(3) == 0 ? "DECLINED" : "APPROVED",
              null,
              random.nextDouble(),
              source));
    }
    return transactions;
  }

  /** One history for each card, fed backwards. */
  private static List<String> model(List<Transaction> transactions) {
    var histories = new HashMap<String, CardHistory>();
    var lines = new ArrayList<String>();
    for (int i = transactions.size() - 1; i >= 0; i--) {
      var it = transactions.get(i);
      var history = histories.computeIfAbsent(it.cardId(), any -> CardHistory.of(RULES));
      if (history.accept(it) instanceof Verdict.Accepted accepted) {
        lines.add("accepted " + Content.of(it));
        Stream.concat(accepted.findings().stream(), accepted.laterFindings().stream())
            .forEach(finding -> lines.add(line(finding.flag())));
      } else {
        lines.add("duplicate " + Content.of(it));
      }
    }
    return lines.stream().sorted().toList();
  }

  private List<String> screen(List<Transaction> transactions, String... flags) throws IOException {
    var pipeline = Pipeline.create(PipelineOptionsFactory.fromArgs(flags).create());
    var timed =
        transactions.stream()
            .map(it -> TimestampedValue.of(it, new org.joda.time.Instant(it.eventTime())))
            .toList();
    var result =
        pipeline
            .apply(Create.timestamped(timed).withCoder(TransactionCoder.of()))
            .apply(Reshuffle.viaRandomKey())
            .apply(Screen.by(RULES).withShards(3));
    result
        .accepted()
        .apply(
            "AcceptedLines",
            MapElements.into(TypeDescriptors.strings())
                .via(it -> "accepted " + Content.of(it.transaction())))
        .apply("Accepted", write("accepted"));
    result
        .flags()
        .apply("FlagLines", MapElements.into(TypeDescriptors.strings()).via(it -> line(it.flag())))
        .apply("Flags", write("flags"));
    result
        .duplicates()
        .apply(
            "DuplicateLines",
            MapElements.into(TypeDescriptors.strings()).via(it -> "duplicate " + Content.of(it)))
        .apply("Duplicates", write("duplicates"));
    result
        .late()
        .apply("LateLines", MapElements.into(TypeDescriptors.strings()).via(it -> "late"))
        .apply("Late", write("late"));
    pipeline.run().waitUntilFinish();
    return lines();
  }

  private TextIO.Write write(String name) {
    return TextIO.write().to(folder.resolve(name).toString()).withNumShards(1);
  }

  private List<String> lines() throws IOException {
    var lines = new ArrayList<String>();
    for (var file : Arrays.asList(folder.toFile().listFiles(java.io.File::isFile))) {
      lines.addAll(Files.readAllLines(file.toPath()));
    }
    return lines.stream().sorted().toList();
  }

  private static String line(Flag flag) {
    return "flag " + flag.rule() + " on " + flag.content();
  }
}
