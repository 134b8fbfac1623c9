package io.vigil.transforms.screen;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a card's history as bytes for state. One array holds one or more parts, each of which
 * begins with the version of the format, so that adding to a slice of time is joining bytes.
 *
 * <p>A part has two lists, each with its size first: new transactions, with the rules that flagged
 * them; and the contents of older ones of the slice that have been flagged since, with the rules.
 * Numbers take as many bytes as they need; texts that repeat (merchants, currencies, countries,
 * statuses, categories, issuers, risk scores, rules) stand once in a part.
 *
 * <p>Measured with ids of 12 characters and 100 merchants: 43 bytes for each transaction in a part
 * of 1,000, of which 16 are the content's hash and 13 the id; 99 bytes for one that is a part of
 * its own, as its texts are not shared. Joining does not share them; writing anew would.
 */
public final class HistoryCodec {

  private static final int VERSION = 3;

  /** Had no issuers. */
  private static final int WITHOUT_ISSUER = 1;

  /** Had no risk scores. */
  private static final int WITHOUT_RISK_SCORE = 2;

  private HistoryCodec() {}

  /** One array with the parts of both, the older ones first. */
  public static byte[] join(byte[] older, byte[] newer) {
    var joined = new byte[older.length + newer.length];
    System.arraycopy(older, 0, joined, 0, older.length);
    System.arraycopy(newer, 0, joined, older.length, newer.length);
    return joined;
  }

  /** The changes as one part. */
  static byte[] encode(Collection<Change> changes) {
    var accepted = changes.stream().filter(Change::isNew).toList();
    var flagged = changes.stream().filter(it -> !it.isNew()).toList();
    var part = new PartWriter();
    part.octet(VERSION);
    part.number(accepted.size());
    long time = 0;
    for (var change : accepted) {
      write(change.seen(), time, part);
      part.repeated(change.rules());
      time = change.seen().eventTime();
    }
    part.number(flagged.size());
    for (var change : flagged) {
      part.content(change.seen().content());
      part.repeated(change.rules());
    }
    return part.toBytes();
  }

  /**
   * All transactions in the parts of a slice, as if they were new, with all of their rules.
   *
   * @throws IllegalArgumentException if the bytes are no parts of a version that this build reads
   */
  static Collection<Change> decode(byte[] parts) {
    var changes = new LinkedHashMap<Content, Change>();
    var flags = new LinkedHashMap<Content, List<String>>();
    for (int at = 0; at < parts.length; ) {
      var part = new PartReader(parts, at);
      int version = part.octet();
      if (version < WITHOUT_ISSUER || version > VERSION) {
        throw new IllegalArgumentException(
            "a card history of version " + version + "; this build reads up to " + VERSION);
      }
      long time = 0;
      for (long left = part.number(); left > 0; left--) {
        var seen = read(part, time, version);
        time = seen.eventTime();
        var change = Change.accepted(seen);
        change.rules().addAll(part.repeated());
        changes.put(seen.content(), change);
      }
      for (long left = part.number(); left > 0; left--) {
        flags.computeIfAbsent(part.content(), any -> new ArrayList<>()).addAll(part.repeated());
      }
      at = part.position();
    }
    flags.forEach(
        (content, rules) -> {
          var change = changes.get(content);
          if (change != null) {
            change.rules().addAll(rules);
          }
        });
    return changes.values();
  }

  private static void write(Seen seen, long timeBefore, PartWriter part) {
    part.signed(seen.eventTime() - timeBefore);
    part.text(seen.transactionId());
    part.content(seen.content());
    part.repeatable(seen.merchantId());
    part.signed(seen.amount());
    part.repeatable(seen.currency());
    part.repeatable(seen.country());
    part.repeatable(seen.status());
    part.repeatable(seen.category());
    part.repeatable(seen.issuer());
    // Scores have few digits, mostly, and so repeat.
    var score = seen.riskScore();
    part.repeatable(score == null ? null : score.toString());
  }

  private static Seen read(PartReader part, long timeBefore, int version) {
    return new Seen(
        timeBefore + part.signed(),
        part.text(),
        part.content(),
        part.required(),
        part.signed(),
        part.required(),
        part.repeatable(),
        part.repeatable(),
        part.repeatable(),
        version <= WITHOUT_ISSUER ? null : part.repeatable(),
        version <= WITHOUT_RISK_SCORE ? null : riskScore(part.repeatable()));
  }

  private static @Nullable Double riskScore(@Nullable String text) {
    return text == null ? null : Double.valueOf(text);
  }
}
