package io.vigil.pipelines.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import io.vigil.schemas.protect.CardKey;
import io.vigil.schemas.protect.CardProtection;
import io.vigil.schemas.protect.DecryptionKey;
import io.vigil.schemas.protect.EncryptionKey;
import io.vigil.schemas.protect.KeyPair;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What redrive makes of two encrypted records, of which today's mapping understands the first. */
class EncryptedRedriveTest {

  private static final String MENDED =
      "{\"id\":\"1\",\"at\":\"2026-03-01T12:00:00Z\",\"pan\":\"4111111111111111\",\"a\":1}";
  private static final String STILL_BAD = MENDED.replace("\"a\":1", "\"a\":\"4111111111111111x\"");
  private static final CardKey CARD_KEY =
      CardKey.of("correct-horse-battery-staple-0123456789".getBytes(UTF_8));

  /** By openssl, of the card above. */
  private static final String PSEUDONYM = "vp1_VeS6ezkQ_dMJJBcrYvHHPYAL";

  /** Takes both what is mended and what comes back. */
  private static final class Taken implements GoodRecords, Returns {
    private final List<DeadLetter> letters = new ArrayList<>();
    private final List<Transaction> mended = new ArrayList<>();
    private final List<DeadLetter> back = new ArrayList<>();

    @Override
    public boolean has(SourcePosition position) {
      return false;
    }

    @Override
    public void add(DeadLetter letter, Transaction transaction) {
      letters.add(letter);
      mended.add(transaction);
    }

    @Override
    public void add(DeadLetter raised) {
      back.add(raised);
    }

    @Override
    public void commit() {}

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }

  @TempDir private Path folder;
  private DecryptionKey privateKey;
  private Origin<DeadLetter> origin;
  private List<DeadLetter> letters;
  private final Taken taken = new Taken();

  @BeforeEach
  void encrypt() throws IOException {
    var pair = KeyPair.generate();
    var publicKey =
        EncryptionKey.read(Files.writeString(folder.resolve("public"), pair.publicKey()));
    privateKey =
        DecryptionKey.read(Files.writeString(folder.resolve("private"), pair.privateKey()));
    var protector = new CardProtection(null, publicKey).protector();
    var parser = TransactionParser.of(null);
    letters =
        List.of(MENDED, STILL_BAD).stream()
            .map(it -> RawRecord.json(at(it), it.getBytes(UTF_8)))
            .map(it -> DeadLetter.of((ParseFailure) protector.protect(parser.parse(it))))
            .toList();
    origin =
        new Origin<>() {
          @Override
          public void forEach(Consumer<DeadLetter> action) {
            letters.forEach(action);
          }
        };
  }

  @Test
  void shouldHandOnTheRecordAsItWasReadAndBringBackWhatIsBadAsItIsKept() {
    var redrive = redrive(List.of(privateKey));
    redrive.run(origin, taken, taken, 10);

    assertThat(
        redrive.resultLine(), is("redriven=1 still_bad=1 given_up=0 incomplete=0 already=0"));
    // For --keepBytes: what goes to the topic is what came from it.
    assertThat(new String(taken.letters.get(0).bytes(), UTF_8), is(MENDED));
    assertThat(taken.letters.get(0).encoding(), is(Encoding.JSON));
    assertThat(taken.mended.get(0).cardId(), is(PSEUDONYM));
    assertThat(taken.back, hasSize(1));
    assertThat(taken.back.get(0).bytes(), is(letters.get(1).bytes()));
    assertThat(taken.back.get(0).isEncrypted(), is(true));
    assertThat(taken.back.get(0).attempt(), is(2));
    assertThat(taken.back.get(0).message(), is("amount: the record is encrypted"));
    var printed = new StringWriter();
    redrive.print(new PrintWriter(printed, true));
    assertThat(printed.toString(), not(containsString("4111")));
    assertThat(printed.toString(), containsString(" bytes, encrypted"));
  }

  @Test
  void shouldRefuseWithoutAKeyBeforeAnythingIsDone() {
    assertThat(
        assertThrows(Refusal.class, () -> redrive(List.of()).run(origin, taken, taken, 10))
            .getMessage(),
        is("the dead letter of cards-0@1 is encrypted: --deadLetterPrivateKey=FILE is missing"));
    assertThat(taken.mended, hasSize(0));
    assertThat(taken.back, hasSize(0));
  }

  @Test
  void shouldLeaveAloneWhatIsDamagedAndGoOn() {
    letters.get(0).bytes()[20] ^= 1;
    var redrive = redrive(List.of(privateKey));
    redrive.run(origin, taken, taken, 10);
    assertThat(
        redrive.resultLine(), is("redriven=0 still_bad=1 given_up=0 incomplete=1 already=0"));
  }

  private static Redrive redrive(List<DecryptionKey> keys) {
    var mapping =
        Mapping.parse(
            "shop.yaml",
            """
            version: 1
            fields:
              transaction_id: {column: id}
              event_time: {column: at}
              card_id: {column: pan}
              merchant_id: {constant: shop}
              amount: {column: a}
              currency: {constant: GBP}
            """);
    return new Redrive(
        new Selection(Set.of(), null, null),
        TransactionParser.of(mapping),
        new CardProtection(CARD_KEY, null).protector(),
        new Decryption(keys),
        5,
        Instant.parse("2026-03-02T00:00:00Z"));
  }

  private static SourcePosition at(String record) {
    return SourcePosition.inTopic("cards", 0, record.equals(MENDED) ? 1 : 2);
  }
}
