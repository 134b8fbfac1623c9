package io.vigil.schemas.protect;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import io.vigil.schemas.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardProtectionTest {

  private static final String GOOD =
      """
      {"transaction_id":"t","event_time":"2026-03-01T00:00:00Z","card_id":"4111111111111111",
       "merchant_id":"m","amount":"1","currency":"GBP"}""";
  private static final String BAD = GOOD.replace("\"1\"", "\"4111111111111111x\"");
  private static final CardKey KEY = CardKey.of("0123456789abcdef0123456789abcdef".getBytes());

  @TempDir Path folder;

  @Test
  void givesPseudonymsAndEncryptsWhatFailed() throws IOException {
    var file = Files.writeString(folder.resolve("key"), KeyPair.generate().publicKey());
    var protector = new CardProtection(KEY, EncryptionKey.read(file)).protector();

    var good = (Transaction) protector.protect(parse(GOOD));
    assertThat(good.cardId(), is(new Pseudonyms(KEY).of("4111111111111111")));
    assertThat(good.withCard("4111111111111111"), is(parse(GOOD)));

    var bad = (ParseFailure) protector.protect(parse(BAD));
    assertThat(bad.record().encoding(), is(Encoding.ENCRYPTED));
    assertThat(bad.message(), is("amount: the record is encrypted"));
    assertThat(bad.reason(), is(((ParseFailure) parse(BAD)).reason()));
    assertThat(bad.source(), is(parse(BAD).source()));

    var tombstone =
        parser()
            .parse(
                RawRecord.json(SourcePosition.inTopic("t", 0, 1), new byte[0])
                    .damaged(Reason.TOMBSTONE, "the record has a key, but no value"));
    assertThat("there is nothing to encrypt", protector.protect(tombstone), is(tombstone));
    var cut =
        (ParseFailure)
            protector.protect(
                parser()
                    .parse(
                        RawRecord.json(SourcePosition.inFile("f", 1), new byte[] {'4'})
                            .damaged(Reason.RECORD_TOO_LARGE, "longer than 1 byte")));
    assertThat(cut.record().encoding(), is(Encoding.ENCRYPTED));
    assertThat(cut.message(), is("longer than 1 byte"));

    assertThat(protector.protect(good), is(good));
    assertThat(protector.protect(bad), is(bad));
  }

  @Test
  void changesNothingWithoutKeys() {
    var protector = CardProtection.NONE.protector();
    var good = parse(GOOD);
    var bad = parse(BAD);
    assertThat(protector.protect(good), is(sameInstance(good)));
    assertThat(protector.protect(bad), is(sameInstance(bad)));
  }

  @Test
  void refusesMappingsThatWantPseudonymsIfThereIsNoKey() {
    var mapping = mapping("{column: pan, pseudonym: env:CARD_KEY}");
    assertThat(mapping.pseudonym(), is("env:CARD_KEY"));
    assertThrows(IllegalArgumentException.class, () -> CardProtection.NONE.checkFor(mapping));
    new CardProtection(KEY, null).checkFor(mapping);
    CardProtection.NONE.checkFor(mapping("{column: pan}"));
    CardProtection.NONE.checkFor(null);
  }

  @Test
  void refusesKeysThatStandInTheMapping() {
    var problem =
        assertThrows(
            InvalidFileException.class, () -> mapping("{column: pan, pseudonym: my-secret-key}"));
    assertThat(
        problem.getMessage(),
        is("shop.yaml:5: 'pseudonym' takes env:NAME or file:PATH, never the key itself"));
    assertThat(
        assertThrows(
                InvalidFileException.class,
                () -> mapping("{column: pan}\n  merchant_id: {column: m, pseudonym: env:K}"))
            .getMessage(),
        containsString("unknown option 'pseudonym'"));
  }

  private static Mapping mapping(String card) {
    return Mapping.parse(
        "shop.yaml",
        """
        version: 1
        fields:
          transaction_id: {column: t}
          event_time: {column: at}
          card_id: %s
          amount: {column: a}
          currency: {constant: GBP}
        """
                .formatted(card)
            + (card.contains("merchant_id") ? "" : "  merchant_id: {column: m}\n"));
  }

  private static TransactionParser parser() {
    return TransactionParser.of(null);
  }

  private static Parsed parse(String json) {
    return parser()
        .parse(
            RawRecord.json(
                SourcePosition.inFile("f", 1),
                json.replace("\n", "").getBytes(StandardCharsets.UTF_8)));
  }
}
