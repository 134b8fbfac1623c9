package io.vigil.pipelines.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that were made to stop a job, in the topic of one that runs: each is set aside. */
class HostileRecordsTest {

  private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");

  @TempDir private Path folder;

  @Test
  void shouldLiveOnAndSetThemAside() throws Exception {
    var run = new LiveRun("hostile", folder);
    run.createTopic(LiveRun.PARTITIONS);
    var hostile = hostile();
    for (int i = 0; i < hostile.size(); i++) {
      run.send(i % LiveRun.PARTITIONS, Payments.json("before " + i, MORNING.plusSeconds(i)));
      run.send(i % LiveRun.PARTITIONS, hostile.get(i));
      run.send(i % LiveRun.PARTITIONS, Payments.json("behind " + i, MORNING.plusSeconds(i)));
    }

    var job = run.submit();
    run.awaitEnd(job);

    assertThat(run.ledger().deadLetters(), is((long) hostile.size()));
    assertThat(run.ledger().accepted(), is(2L * hostile.size()));
    assertThat(job.state(), is("RUNNING"));
    assertThat(job.restores(), is(0));
    job.cancel();
  }

  private static List<byte[]> hostile() {
    var records = new ArrayList<byte[]>();
    List.of(
            "",
            "null",
            "12",
            "\"text\"",
            "[]",
            "{",
            "\0\0\0\0",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            payment("1e999999999"),
            payment("9".repeat(100_000)),
            payment("1,\"amount\":1"),
            payment("\"" + "a".repeat(900_000) + "\""),
            payment("{\"a\":[" + "1,".repeat(100_000) + "1]}"),
            "{" + names(20_000) + "}",
            Payments.json("t", MORNING).replace("GBP", "4111111111111111"),
            Payments.json("t", MORNING).replace("2026-03-02", "+999999999-03-02"))
        .forEach(it -> records.add(it.getBytes(UTF_8)));
    records.add(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'});
    records.add(new byte[] {0, 0, 0, 0, 1, 2, 3, 4});
    return records;
  }

  private static String payment(String amount) {
    return Payments.json("t", MORNING).replace("\"amount\":1", "\"amount\":" + amount);
  }

  /** Names that have the same hash: "Aa" and "BB" do, and so does what is made of them. */
  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            number ->
                IntStream.range(0, 16)
                    .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining("", "\"", "\":1")))
        .collect(Collectors.joining(","));
  }
}
