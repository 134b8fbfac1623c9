package io.vigil.transforms.spikes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * How a baseline is written: the version first, then what it was made with, then its numbers. Of
 * the numbers by slot only those that are not 0 are written. Equal baselines give equal bytes.
 */
final class BaselineFormat {

  private static final int VERSION = 1;

  private BaselineFormat() {}

  static byte[] write(
      SpikeSettings settings, long firstDay, long nextBucket, History history, Today today) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(Math.toIntExact(settings.bucket().toMillis()));
      out.writeByte(settings.slotsPerDay());
      out.writeLong(firstDay);
      out.writeLong(nextBucket);
      out.writeDouble(history.days);
      out.writeDouble(history.pairs);
      write(history.flagged, out);
      write(history.leftOut, out);
      write(today.flagged, out);
      write(today.spikes, out);
      write(today.flaggedInSpikes, out);
      out.writeLong(today.pairs);
      out.writeLong(today.pairsInSpikes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static Baseline read(SpikeSettings settings, byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      require(VERSION, in.readUnsignedByte(), "version");
      require(settings.bucket().toMillis(), in.readInt(), "bucket in milliseconds");
      int slots = settings.slotsPerDay();
      require(slots, in.readUnsignedByte(), "slots per day");
      long firstDay = in.readLong();
      long nextBucket = in.readLong();
      double days = in.readDouble();
      double pairs = in.readDouble();
      var history = new History(settings, days, pairs, doubles(slots, in), doubles(slots, in));
      var today =
          new Today(
              longs(slots, in), longs(slots, in), longs(slots, in), in.readLong(), in.readLong());
      if (in.read() >= 0) {
        throw new IllegalArgumentException("no baseline: it goes on after its end");
      }
      return new Baseline(settings, firstDay, nextBucket, history, today);
    } catch (IOException e) {
      throw new IllegalArgumentException("no baseline: it ends too early", e);
    }
  }

  private static void write(double[] numbers, DataOutputStream out) throws IOException {
    out.writeByte((int) Arrays.stream(numbers).filter(number -> number != 0).count());
    for (int slot = 0; slot < numbers.length; slot++) {
      if (numbers[slot] != 0) {
        out.writeByte(slot);
        out.writeDouble(numbers[slot]);
      }
    }
  }

  private static void write(long[] numbers, DataOutputStream out) throws IOException {
    out.writeByte((int) Arrays.stream(numbers).filter(number -> number != 0).count());
    for (int slot = 0; slot < numbers.length; slot++) {
      if (numbers[slot] != 0) {
        out.writeByte(slot);
        out.writeLong(numbers[slot]);
      }
    }
  }

  private static double[] doubles(int slots, DataInputStream in) throws IOException {
    double[] numbers = new double[slots];
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      numbers[slot(slots, in)] = in.readDouble();
    }
    return numbers;
  }

  private static long[] longs(int slots, DataInputStream in) throws IOException {
    long[] numbers = new long[slots];
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      numbers[slot(slots, in)] = in.readLong();
    }
    return numbers;
  }

  private static int slot(int slots, DataInputStream in) throws IOException {
    int slot = in.readUnsignedByte();
    if (slot >= slots) {
      throw new IllegalArgumentException("no baseline: slot " + slot + " of " + slots);
    }
    return slot;
  }

  private static void require(long here, long there, String what) {
    if (here != there) {
      throw new IllegalArgumentException(
          "the baseline has " + what + " " + there + "; this run has " + here);
    }
  }
}
