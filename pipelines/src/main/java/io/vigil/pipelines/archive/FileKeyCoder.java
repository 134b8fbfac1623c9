package io.vigil.pipelines.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes the keys under which records are gathered. */
final class FileKeyCoder extends AtomicCoder<FileKey> {

  private static final long serialVersionUID = 1;
  private static final FileKeyCoder INSTANCE = new FileKeyCoder();

  private FileKeyCoder() {}

  static FileKeyCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(FileKey key, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(key.kind().name(), out);
    VarLongCoder.of().encode(key.hour(), out);
    StringUtf8Coder.of().encode(key.source(), out);
    VarIntCoder.of().encode(key.partition(), out);
  }

  @Override
  public FileKey decode(InputStream in) throws IOException {
    return new FileKey(
        ArchiveKind.valueOf(StringUtf8Coder.of().decode(in)),
        VarLongCoder.of().decode(in),
        StringUtf8Coder.of().decode(in),
        VarIntCoder.of().decode(in));
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
