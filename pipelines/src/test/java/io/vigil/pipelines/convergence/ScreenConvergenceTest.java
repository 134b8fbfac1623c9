package io.vigil.pipelines.convergence;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.Screen;
import io.vigil.transforms.coders.TransactionCoder;
import io.vigil.transforms.screen.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
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
 * The same transactions, in any order and on any runner, are screened alike: as a model says that
 * holds each against all others.
 */
class ScreenConvergenceTest {

  private static final RuleBook BOOK =
      new RuleBook(3, 60, 3, 60, 60, 2, 60, 60, 1000, 0.000001, 60, null);

  private static final SourcePosition ANYWHERE = SourcePosition.inFile("anywhere", 0);
  private static final String ACCEPTED = "accepted ";
  private static final String DUPLICATE = "duplicate ";

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

    var found = screen(transactions, runner.split(" "));
    assertThat("seed " + seed, found, is(expected));
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

  /** Each content is accepted once, and all that are accepted are held against each other. */
  private static List<String> model(List<Transaction> transactions) {
    var accepted = new LinkedHashMap<Transaction, Transaction>();
    var lines = new ArrayList<String>();
    for (var it : transactions) {
      var fate = accepted.putIfAbsent(it.withSource(ANYWHERE), it) == null ? ACCEPTED : DUPLICATE;
      lines.add(fate + Content.of(it));
    }
    new FlagModel(BOOK, accepted.values())
        .flags()
        .forEach((it, rules) -> rules.forEach(rule -> lines.add(flag(rule, Content.of(it)))));
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
            .apply(Screen.by(BOOK.rules()).withShards(3));
    result
        .accepted()
        .apply(
            "AcceptedLines",
            MapElements.into(TypeDescriptors.strings())
                .via(it -> ACCEPTED + Content.of(it.transaction())))
        .apply("Accepted", write("accepted"));
    result
        .flags()
        .apply(
            "FlagLines",
            MapElements.into(TypeDescriptors.strings())
                .via(it -> flag(it.flag().rule(), it.flag().content())))
        .apply("Flags", write("flags"));
    result
        .duplicates()
        .apply(
            "DuplicateLines",
            MapElements.into(TypeDescriptors.strings()).via(it -> DUPLICATE + Content.of(it)))
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

  private static String flag(String rule, Object content) {
    return "flag " + rule + " on " + content;
  }
}
