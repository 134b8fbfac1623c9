package io.vigil.transforms;

import io.vigil.schemas.Conflict;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.coders.ChunkKeyCoder;
import io.vigil.transforms.screen.CardHistory;
import io.vigil.transforms.screen.ChunkKey;
import io.vigil.transforms.screen.DetectionRules;
import io.vigil.transforms.screen.HistoryCodec;
import io.vigil.transforms.screen.LatenessGate;
import io.vigil.transforms.screen.Screened;
import io.vigil.transforms.screen.Verdict;
import io.vigil.transforms.screen.Verdict.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Carries the card histories of a shard: it takes them out of state, lets them judge the block, and
 * puts back what has changed.
 *
 * <p>A card's history is kept in slices of time, and each slice in chunks of bytes, so that a busy
 * card costs what has changed and not what it has. The histories of the cards seen last also stay
 * in memory as they are, with the version of the shard's state that they equal. The version is a
 * hash over all blocks so far: if the state has another one, because the work was restored, tried
 * again or moved, the histories are read from it again.
 */
final class ScreenFn extends DoFn<KV<Integer, List<Transaction>>, Screened> {

  private static final long serialVersionUID = 1;

  /** Of a shard: few cards come again soon, and a history takes some 5 KiB. */
  private static final int MOST_HISTORIES_IN_MEMORY = 50;

  /** Parts are joined into a chunk up to here, so that adding a part rewrites no more than that. */
  private static final int LONGEST_CHUNK = 1 << 14;

  /** For each card the starts of its slices, each with the number of its chunks. */
  @StateId("slices")
  private final StateSpec<MapState<String, List<KV<Long, Integer>>>> slicesSpec =
      StateSpecs.map(
          StringUtf8Coder.of(), ListCoder.of(KvCoder.of(VarLongCoder.of(), VarIntCoder.of())));

  @StateId("chunks")
  private final StateSpec<MapState<ChunkKey, byte[]>> chunksSpec =
      StateSpecs.map(ChunkKeyCoder.of(), ByteArrayCoder.of());

  @StateId("version")
  private final StateSpec<ValueState<Long>> versionSpec = StateSpecs.value(VarLongCoder.of());

  @StateId("forgetAt")
  private final StateSpec<ValueState<Long>> forgetAtSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId("forget")
  private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final DetectionRules rules;
  private final LatenessGate gate;
  private final java.time.Duration slice;
  private transient Map<Integer, InMemory> inMemory;

  /** The histories of a shard that are in memory, and the version of the state that they equal. */
  private static final class InMemory {
    private long version;
    private final Map<String, CardHistory> histories = new LatestHistories();
  }

  private static final class LatestHistories extends LinkedHashMap<String, CardHistory> {
    private static final long serialVersionUID = 1;

    LatestHistories() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, CardHistory> eldest) {
      return size() > MOST_HISTORIES_IN_MEMORY;
    }
  }

  /** What is in state of the histories of a shard. */
  private record InState(
      MapState<String, List<KV<Long, Integer>>> slices, MapState<ChunkKey, byte[]> chunks) {

    SortedMap<Long, Integer> slicesOf(String card) {
      var sorted = new TreeMap<Long, Integer>();
      var known = slices.get(card).read();
      if (known != null) {
        known.forEach(it -> sorted.put(it.getKey(), it.getValue()));
      }
      return sorted;
    }

    void putSlices(String card, SortedMap<Long, Integer> ofCard) {
      if (ofCard.isEmpty()) {
        slices.remove(card);
      } else {
        slices.put(
            card, ofCard.entrySet().stream().map(it -> KV.of(it.getKey(), it.getValue())).toList());
      }
    }

    /** The parts of each slice, joined in the order in which they were made. */
    List<byte[]> read(String card) {
      var bySlice = new ArrayList<byte[]>();
      slicesOf(card)
          .forEach(
              (start, count) -> {
                var joined = new byte[0];
                for (int number = 0; number < count; number++) {
                  var chunk = chunks.get(new ChunkKey(card, start, number)).read();
                  joined = number == 0 ? chunk : HistoryCodec.join(joined, chunk);
                }
                bySlice.add(joined);
              });
      return bySlice;
    }

    void add(String card, SortedMap<Long, byte[]> parts) {
      var ofCard = slicesOf(card);
      int before = ofCard.hashCode();
      parts.forEach(
          (start, part) -> {
            int count = ofCard.getOrDefault(start, 0);
            var last = new ChunkKey(card, start, count - 1);
            var chunk = count == 0 ? null : chunks.get(last).read();
            if (chunk != null && chunk.length + part.length <= LONGEST_CHUNK) {
              chunks.put(last, HistoryCodec.join(chunk, part));
            } else {
              chunks.put(new ChunkKey(card, start, count), part);
              ofCard.put(start, count + 1);
            }
          });
      if (ofCard.hashCode() != before) {
        putSlices(card, ofCard);
      }
    }

    void dropSlice(String card, long start, int count) {
      for (int number = 0; number < count; number++) {
        chunks.remove(new ChunkKey(card, start, number));
      }
    }
  }

  ScreenFn(DetectionRules rules, LatenessGate gate) {
    this.rules = rules;
    this.gate = gate;
    this.slice = rules.horizon();
  }

  @Setup
  public void setup() {
    inMemory = new HashMap<>();
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, List<Transaction>> block,
      @StateId("slices") MapState<String, List<KV<Long, Integer>>> slices,
      @StateId("chunks") MapState<ChunkKey, byte[]> chunks,
      @StateId("version") ValueState<Long> version,
      @StateId("forgetAt") ValueState<Long> forgetAt,
      @TimerId("forget") Timer forget,
      MultiOutputReceiver out) {
    var inState = new InState(slices, chunks);
    var shard = shard(block.getKey(), version.read());
    // An event-time timer counts from the watermark, and is the one place that tells where it is.
    long watermark = forget.getCurrentRelativeTime().getMillis();
    var changed = new LinkedHashMap<String, CardHistory>();
    for (var transaction : block.getValue()) {
      if (gate.isLate(transaction.eventTime(), watermark)) {
        putAside(transaction, watermark, out);
      } else {
        var history =
            changed.computeIfAbsent(
                transaction.cardId(),
                card ->
                    shard.histories.computeIfAbsent(
                        card, absent -> CardHistory.restore(rules, inState.read(absent))));
        give(transaction, history.accept(transaction), out);
      }
    }
    long earliest = Long.MAX_VALUE;
    for (var entry : changed.entrySet()) {
      var parts = entry.getValue().takeChanges(slice);
      if (!parts.isEmpty()) {
        inState.add(entry.getKey(), parts);
        earliest = Math.min(earliest, parts.firstKey());
      }
    }
    advance(shard, block.getValue().hashCode(), version);
    forgetFrom(earliest, forgetAt, forget);
  }

  @OnTimer("forget")
  public void forget(
      @Key Integer key,
      @StateId("slices") MapState<String, List<KV<Long, Integer>>> slices,
      @StateId("chunks") MapState<ChunkKey, byte[]> chunks,
      @StateId("version") ValueState<Long> version,
      @StateId("forgetAt") ValueState<Long> forgetAt,
      @TimerId("forget") Timer forget) {
    var inState = new InState(slices, chunks);
    var shard = shard(key, version.read());
    long needed =
        gate.openSince(forget.getCurrentRelativeTime().getMillis()) - rules.horizon().toMillis();
    long earliest = Long.MAX_VALUE;
    var cards = new ArrayList<String>();
    slices.keys().read().forEach(cards::add);
    for (var card : cards) {
      var left = inState.slicesOf(card);
      var old = new TreeMap<>(left.headMap(needed - slice.toMillis() + 1));
      old.forEach((start, count) -> inState.dropSlice(card, start, count));
      left.keySet().removeAll(old.keySet());
      if (!old.isEmpty()) {
        inState.putSlices(card, left);
      }
      if (left.isEmpty()) {
        shard.histories.remove(card);
      } else {
        earliest = Math.min(earliest, left.firstKey());
        if (shard.histories.containsKey(card)) {
          shard.histories.get(card).forgetBefore(needed);
        }
      }
    }
    forgetAt.clear();
    if (earliest == Long.MAX_VALUE) {
      version.clear();
      inMemory.remove(key);
    } else {
      advance(shard, Long.hashCode(needed), version);
      forgetFrom(earliest, forgetAt, forget);
    }
  }

  private InMemory shard(Integer key, @Nullable Long version) {
    var shard = inMemory.computeIfAbsent(key, any -> new InMemory());
    long current = version == null ? 0 : version;
    if (shard.version != current) {
      shard.histories.clear();
      shard.version = current;
    }
    return shard;
  }

  private static void advance(InMemory shard, int change, ValueState<Long> version) {
    shard.version = shard.version * 31 + change;
    version.write(shard.version);
  }

  private void putAside(Transaction transaction, long watermark, MultiOutputReceiver out) {
    var late = new LateTransaction(transaction, gate.bucketEnd(transaction.eventTime()), watermark);
    out.get(Screen.LATE).outputWithTimestamp(late, new Instant(transaction.eventTime()));
  }

  private static void give(Transaction transaction, Verdict verdict, MultiOutputReceiver out) {
    var time = new Instant(transaction.eventTime());
    if (verdict instanceof Verdict.Accepted accepted) {
      var findings = ofCard(transaction.cardId(), accepted.findings());
      out.get(Screen.ACCEPTED).outputWithTimestamp(new Screened(transaction, findings), time);
      giveFlags(findings, out);
      giveFlags(ofCard(transaction.cardId(), accepted.laterFindings()), out);
      if (accepted.isConflict()) {
        var conflict =
            new Conflict(transaction.transactionId(), accepted.contents(), transaction.source());
        out.get(Screen.CONFLICTS).outputWithTimestamp(conflict, time);
      }
    } else {
      out.get(Screen.DUPLICATES).outputWithTimestamp(transaction, time);
    }
  }

  /** A history does not know whose it is. */
  private static List<Finding> ofCard(String card, List<Finding> findings) {
    return findings.stream().map(it -> new Finding(it.flag().ofCard(card), it.isFirst())).toList();
  }

  private static void giveFlags(List<Finding> findings, MultiOutputReceiver out) {
    for (var finding : findings) {
      out.get(Screen.FLAGS).outputWithTimestamp(finding, new Instant(finding.flag().eventTime()));
    }
  }

  /** Sets the timer to when the slice is no longer needed, unless it is set to an earlier time. */
  private void forgetFrom(long sliceStart, ValueState<Long> forgetAt, Timer forget) {
    if (sliceStart == Long.MAX_VALUE) {
      return;
    }
    long unneeded =
        sliceStart
            + slice.toMillis()
            + rules.horizon().toMillis()
            + gate.allowedLatenessMillis()
            + gate.bucketMillis();
    var set = forgetAt.read();
    if (set == null || unneeded < set) {
      forgetAt.write(unneeded);
      forget.set(new Instant(unneeded));
    }
  }
}
