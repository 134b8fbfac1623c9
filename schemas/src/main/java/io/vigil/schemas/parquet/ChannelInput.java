package io.vigil.schemas.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives a channel to Parquet, and remembers what the channel did: Parquet throws the same
 * exceptions for a channel that failed and for data that are damaged.
 */
final class ChannelInput implements InputFile {

  private final SeekableByteChannel channel;
  private long bytesRead;
  private @Nullable IOException failure;

  ChannelInput(SeekableByteChannel channel) {
    this.channel = channel;
  }

  long bytesRead() {
    return bytesRead;
  }

  /** Throws what the channel has thrown before, if it has. */
  void checkChannel() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public long getLength() throws IOException {
    return channel.size();
  }

  /** The one stream of the channel; closing it closes the channel. */
  @Override
  public SeekableInputStream newStream() {
    return new DelegatingSeekableInputStream(Channels.newInputStream(new Observed())) {
      @Override
      public long getPos() throws IOException {
        return channel.position();
      }

      @Override
      public void seek(long position) throws IOException {
        channel.position(position);
      }
    };
  }

  /** The channel as Parquet sees it. */
  private final class Observed implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer into) throws IOException {
      try {
        int count = channel.read(into);
        bytesRead += Math.max(count, 0);
        return count;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
