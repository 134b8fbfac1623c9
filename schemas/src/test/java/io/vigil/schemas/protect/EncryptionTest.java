package io.vigil.schemas.protect;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.TopicMetadata;
import io.vigil.schemas.UnusableFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionTest {

  private static final SourcePosition HERE = SourcePosition.inTopic("cards", 3, 17);
  private static final byte[] BYTES = "4111111111111111,9.99".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private Path publicFile;
  private Path privateFile;

  @BeforeEach
  void makeKeys() throws IOException {
    var pair = KeyPair.generate();
    publicFile = Files.writeString(folder.resolve("public.json"), pair.publicKey());
    privateFile = Files.writeString(folder.resolve("private.json"), pair.privateKey());
  }

  @Test
  void givesBackWhatWasEncrypted() throws IOException {
    var records =
        List.of(
            RawRecord.json(HERE, BYTES),
            RawRecord.csv(HERE, "pan,amount", BYTES),
            RawRecord.avro(HERE, "{\"type\":\"string\"}", BYTES),
            new RawRecord(HERE, Encoding.CSV, null, BYTES, damage()));
    for (var record : records) {
      var clear = letterOf(record);
      var encrypted = letterOf(EncryptionKey.read(publicFile).encrypt(record));
      assertThat(encrypted.isEncrypted(), is(true));
      assertThat(encrypted.bytes().length - BYTES.length, is(54));
      assertThat(text(encrypted.bytes()), not(containsString("4111")));
      assertThat(encrypted.canBeRetried(), is(record.damage() == null));
      assertThat(DecryptionKey.read(privateFile).decrypt(encrypted), is(Optional.of(clear)));
    }
  }

  @Test
  void encryptsWhatATopicKeptBesideTheRecord() throws IOException {
    var metadata = new TopicMetadata("4111111111111111", 1_700_000_000_000L, Map.of("type", "pay"));
    for (var plain :
        List.of(
            RawRecord.json(HERE, BYTES),
            RawRecord.json(HERE, new byte[0]),
            RawRecord.confluent(HERE, null, BYTES),
            RawRecord.confluent(HERE, "\"int\"", BYTES))) {
      var record = plain.withMetadata(metadata);
      var encrypted = letterOf(EncryptionKey.read(publicFile).encrypt(record));
      assertThat(encrypted.topicMetadata(), is(nullValue()));
      assertThat(text(encrypted.bytes()), not(containsString("4111")));
      assertThat(
          DecryptionKey.read(privateFile).decrypt(encrypted), is(Optional.of(letterOf(record))));
    }
  }

  @Test
  void encryptsOnWorkers() throws Exception {
    var sent = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(sent)) {
      out.writeObject(EncryptionKey.read(publicFile));
    }
    EncryptionKey received;
    try (var in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
      received = (EncryptionKey) in.readObject();
    }
    var encrypted = letterOf(received.encrypt(RawRecord.json(HERE, BYTES)));
    assertThat(DecryptionKey.read(privateFile).decrypt(encrypted).isPresent(), is(true));
  }

  @Test
  void doesNotEncryptTwice() throws IOException {
    var key = EncryptionKey.read(publicFile);
    var once = key.encrypt(RawRecord.json(HERE, BYTES));
    assertThat(key.encrypt(once), is(sameInstance(once)));
  }

  @Test
  void isReadByNoOtherKeyAndNotIfItWasChanged() throws IOException {
    var encrypted = letterOf(EncryptionKey.read(publicFile).encrypt(RawRecord.json(HERE, BYTES)));
    var other = Files.writeString(folder.resolve("other"), KeyPair.generate().privateKey());
    assertThat(DecryptionKey.read(other).decrypt(encrypted), is(Optional.empty()));
    encrypted.bytes()[40] ^= 1;
    assertThat(DecryptionKey.read(privateFile).decrypt(encrypted), is(Optional.empty()));
  }

  @Test
  void takesEachKeyForItsOwnUseAlone() throws IOException {
    assertThat(
        assertThrows(UnusableFileException.class, () -> EncryptionKey.read(privateFile))
            .getMessage(),
        is(
            privateFile
                + ": holds a private key, which nobody but redrive needs; this takes the"
                + " public one"));
    assertThat(
        assertThrows(UnusableFileException.class, () -> DecryptionKey.read(publicFile))
            .getMessage(),
        is(publicFile + ": is no private key that vigil keys has made"));
  }

  @Test
  void refusesFilesThatAreNoKeys() throws IOException {
    var nothing = Files.writeString(folder.resolve("nothing"), "{}");
    var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0});
    assertThat(
        assertThrows(UnusableFileException.class, () -> EncryptionKey.read(nothing)).getMessage(),
        is(nothing + ": is no public key that vigil keys has made"));
    assertThat(
        assertThrows(UnusableFileException.class, () -> DecryptionKey.read(binary)).getMessage(),
        is(binary + ": is no file with a key"));
    assertThat(
        assertThrows(UnusableFileException.class, () -> EncryptionKey.read(folder.resolve("none")))
            .getMessage(),
        is(folder.resolve("none") + ": no such file"));
  }

  @Test
  void hidesWhatMessagesQuote() {
    assertThat(
        hidden("amount: '4111111111111111' is no number"), is("amount: the record is encrypted"));
    assertThat(hidden("'4111: 9' stands here"), is("the record is encrypted"));
    assertThat(hidden("4111111111111111: oh"), is("the record is encrypted"));
  }

  private static String hidden(String message) {
    return HiddenMessage.of(
            new ParseFailure(RawRecord.json(HERE, BYTES), Reason.NOT_A_NUMBER, message, null))
        .message();
  }

  private static RawRecord.Damage damage() {
    return new RawRecord.Damage(Reason.RECORD_TOO_LARGE, "too large");
  }

  private static DeadLetter letterOf(RawRecord record) {
    var reason = record.damage() == null ? Reason.WRONG_TYPE : record.damage().reason();
    return DeadLetter.of(new ParseFailure(record, reason, "no", null));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
