package io.vigil.transforms.totals;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/**
 * Writes the keys of totals, the same key always as the same bytes. They are short, because Flink
 * sorts a bounded input by them.
 */
public final class TotalKeyCoder extends AtomicCoder<TotalKey> {

  private static final long serialVersionUID = 1;
  private static final TotalKeyCoder INSTANCE = new TotalKeyCoder();

  private TotalKeyCoder() {}

  public static TotalKeyCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TotalKey key, OutputStream out) throws IOException {
    out.write(codeOf(key.grain()));
    out.write(codeOf(key.dimension()));
    StringUtf8Coder.of().encode(key.key(), out);
    StringUtf8Coder.of().encode(key.currency(), out);
  }

  @Override
  public TotalKey decode(InputStream in) throws IOException {
    return new TotalKey(
        grain(in.read()),
        dimension(in.read()),
        StringUtf8Coder.of().decode(in),
        StringUtf8Coder.of().decode(in));
  }

  private static char codeOf(Grain grain) {
    return switch (grain) {
      case MINUTE -> 'm';
      case HOUR -> 'h';
      case DAY -> 'd';
    };
  }

  private static Grain grain(int code) throws IOException {
    return switch (code) {
      case 'm' -> Grain.MINUTE;
      case 'h' -> Grain.HOUR;
      case 'd' -> Grain.DAY;
      default -> throw new IOException("no grain has the code " + code);
    };
  }

  private static char codeOf(Dimension dimension) {
    return switch (dimension) {
      case ALL -> 'a';
      case MERCHANT -> 'm';
      case COUNTRY -> 'c';
      case CATEGORY -> 'g';
      case ISSUER -> 'i';
      case CARD -> 'k';
    };
  }

  private static Dimension dimension(int code) throws IOException {
    return switch (code) {
      case 'a' -> Dimension.ALL;
      case 'm' -> Dimension.MERCHANT;
      case 'c' -> Dimension.COUNTRY;
      case 'g' -> Dimension.CATEGORY;
      case 'i' -> Dimension.ISSUER;
      case 'k' -> Dimension.CARD;
      default -> throw new IOException("no dimension has the code " + code);
    };
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
