package io.vigil.schemas.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.RandomData;
import io.vigil.schemas.TrickleStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipStreamTest {

  private final RandomData data = new RandomData(8);

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 100_000})
  void readsAllMembers(int bytesAtOnce) throws IOException {
    var first = data.bytes(200_000);
    var second = new byte[0];
    var third = new byte[300_000];
    var file = join(gzip(first), gzip(second), gzip(third));
    try (var gzip = new GzipStream(new TrickleStream(file, bytesAtOnce, null))) {
      assertThat(Arrays.equals(gzip.readAllBytes(), join(first, third)), is(true));
    }
  }

  @Test
  void skipsTheOptionalPartsOfAHeader() throws IOException {
    // Flags for a header checksum, extra data, a name and a comment, and then these.
    var header = new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0};
    var optional = new byte[] {3, 0, 1, 2, 3, 'n', 0, 'c', 'c', 0, 7, 7};
    var plain = gzip("text".getBytes());
    var file = join(header, optional, Arrays.copyOfRange(plain, 10, plain.length));
    assertThat(new String(read(file)), is("text"));
  }

  @Test
  void givesAllBytesBeforeABreakAndTellsIt() throws IOException {
    var text = data.bytes(50_000);
    var member = gzip(text);
    var file = join(member, member);
    for (int length = member.length + 1; length < file.length; length += 97) {
      var out = new ByteArrayOutputStream();
      var gzip = new GzipStream(new TrickleStream(Arrays.copyOf(file, length), 1_000, null));
      assertThrows(EOFException.class, () -> gzip.transferTo(out));
      assertThat(Arrays.equals(Arrays.copyOf(out.toByteArray(), text.length), text), is(true));
    }
  }

  @Test
  void tellsDamage() throws IOException {
    var file = gzip("some text that is long enough to be deflated".repeat(100).getBytes());
    for (int at : new int[] {2, 3, 20, file.length - 8, file.length - 1}) {
      var damaged = file.clone();
      damaged[at] ^= (byte) 0xff;
      assertThrows(ZipException.class, () -> read(damaged));
    }
    assertThrows(ZipException.class, () -> read(join(file, new byte[] {1, 2, 3, 4})));
  }

  private static byte[] read(byte[] file) throws IOException {
    try (var gzip = new GzipStream(new TrickleStream(file, 100, null))) {
      return gzip.readAllBytes();
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (var part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
