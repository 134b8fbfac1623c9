package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import io.vigil.transforms.signals.AmountBins;
import io.vigil.transforms.signals.Distinct;
import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.Signals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Decides how improbable the counts of the spans are that end with a bucket. */
final class Judge {

  /** How much shares differ between keys: as an exponential distribution does. */
  private static final double PRIOR_SHAPE = 1;

  private static final double PRIOR_DISPERSION = 0.25;
  private static final double PRIOR_PAIRS = 10;

  /** No share is steadier than ± 14 %. */
  static final double LEAST_DISPERSION = 0.02;

  /**
   * Flags come from few cards with habits of their own, and programs charge all their customers at
   * the full hour: such shares swing by as much as they are.
   */
  private static final double LEAST_OF_CLUMPS = 1;

  private static final long MINUTE = 60_000;

  /** So many times the false alarms of a count may a rule raise in an hour, over all cards. */
  private static final double CARDS = 3e7;

  /** Most flags that come in clumps are of cards that get them by habit, and not of the others. */
  private static final double OF_OTHERS = 0.75;

  /** A card that got flags before, of whatever rule, has to do much more of it. */
  private static final double OF_HABIT = 4;

  /** Before a day is over, nobody knows what cards do at other times of it. */
  private static final int DAY = 24;

  private static final double DOUBT_OF_FIRST_DAY = 100;

  /** Amounts are large if not more of all transactions are as large. */
  private static final double RARE = 0.25;

  /** With fewer attempts nobody knows whether a merchant sells what is dear. */
  private static final double KNOWN_MERCHANT = 20;

  /** A merchant at which fewer are large has other business. */
  private static final double MOST_LARGE = 0.3;

  /** A surge of attempts makes what is odd among them so much less probable, at most. */
  private static final double MOST_OF_A_SURGE = 1e-3;

  private final JudgeSettings settings;

  Judge(JudgeSettings settings) {
    this.settings = settings;
  }

  /**
   * The evidence of the bucket, the least probable first.
   *
   * @param recent the buckets of the longest span, the last one included
   */
  List<Evidence> evidence(
      SpikeKey key, NavigableMap<Long, SignalTally> recent, Learned learned, Prior prior) {
    var found = new ArrayList<Evidence>();
    var counts = new SpanCounts(key.dimension(), settings.spans(), recent, endOf(recent));
    for (var name : recent.lastEntry().getValue().signals().keySet()) {
      if (Signals.isOfRule(name) && !saysSomething(key, name)) {
        continue;
      }
      int spans = spansToJudge(key, name, counts, learned, prior);
      var evidence = evidence(key, name, spans, recent, learned, prior);
      if (evidence != null) {
        found.add(evidence);
      }
    }
    if (key.dimension() == Dimension.MERCHANT) {
      var large = large(recent, learned, prior);
      if (large != null) {
        found.add(large);
      }
    }
    found.sort(Comparator.comparingDouble(Evidence::probability).thenComparing(Evidence::signal));
    return found;
  }

  private long endOf(NavigableMap<Long, SignalTally> recent) {
    return recent.lastKey() + settings.bucketMillis();
  }

  /**
   * How many spans need be judged, from the shortest on: in longer ones there is no more than
   * usual, even if no card or moment is in two buckets. Mostly none.
   */
  private int spansToJudge(
      SpikeKey key, String signal, SpanCounts counts, Learned learned, Prior prior) {
    int spans = settings.spans().size();
    while (spans > 0
        && !isCard(key)
        && isOrdinary(key, signal, counts, spans - 1, learned, prior)) {
      spans--;
    }
    return spans;
  }

  private boolean isOrdinary(
      SpikeKey key, String signal, SpanCounts counts, int span, Learned learned, Prior prior) {
    long count = counts.of(signal, span);
    long attempts = counts.attempts(span);
    double dispersion = leastDispersion(key, signal, settings.spans().get(span).toMillis());
    return count < settings.minimumCount()
        || count <= attempts
            && !distribution(dispersion, signal, attempts, learned, prior).isMore(count);
  }

  private @Nullable Evidence evidence(
      SpikeKey key,
      String signal,
      int spans,
      NavigableMap<Long, SignalTally> recent,
      Learned learned,
      Prior prior) {
    long end = endOf(recent);
    var measure = Measure.of(key.dimension(), signal);
    var counted = HourCount.Signal.NONE;
    long ofDeclines = 0;
    long attempts = 0;
    Evidence best = null;
    var buckets = recent.descendingMap().entrySet().iterator();
    Map.Entry<Long, SignalTally> next = buckets.hasNext() ? buckets.next() : null;
    long before = 0;
    for (var span : settings.spans().subList(0, spans)) {
      long from = end - span.toMillis();
      while (next != null && next.getKey() >= from) {
        counted = counted.plus(measure, next.getValue().signal(signal));
        ofDeclines += isCard(key) ? ofDeclines(next.getValue()) : 0;
        attempts += next.getValue().attempts();
        next = buckets.hasNext() ? buckets.next() : null;
      }
      long count = counted.in(measure) - ofDeclines;
      if (count > before && count >= settings.minimumCount()) {
        var evidence = judged(key, signal, span.toMillis(), count, attempts, learned, prior);
        if (signal.equals(Signals.RISKY) && key.dimension() != Dimension.ALL) {
          evidence = withSurge(evidence, recent, learned, prior);
        }
        if ((isCard(key) || evidence.probability() <= settings.falseAlarms())
            && (best == null || evidence.probability() < best.probability())
            && hasCards(key, signal, recent.tailMap(from, true))) {
          best = evidence;
        }
      }
      before = count;
    }
    return best;
  }

  /**
   * Whether large amounts are improbably frequent, in the order of magnitude that shows it best.
   */
  private @Nullable Evidence large(
      NavigableMap<Long, SignalTally> recent, Learned learned, Prior prior) {
    long end = endOf(recent);
    var bins = rareBins(recent.lastEntry().getValue().amounts().length() - 1, prior);
    if (bins.isEmpty()) {
      return null;
    }
    var seen = new Seen();
    Evidence best = null;
    var buckets = recent.descendingMap().entrySet().iterator();
    Map.Entry<Long, SignalTally> next = buckets.hasNext() ? buckets.next() : null;
    for (var span : settings.spans()) {
      while (next != null && next.getKey() >= end - span.toMillis()) {
        seen.add(next.getValue());
        next = buckets.hasNext() ? buckets.next() : null;
      }
      for (int bin : bins) {
        double least = Math.max(MOST_LARGE * seen.attempts, settings.minimumCount());
        if (seen.from(bin) < least || seen.cards() < Math.max(least, settings.minimumCards())) {
          continue;
        }
        // The lines of an invoice are large together.
        long count = Math.min(seen.from(bin), seen.cards());
        var it =
            ofShare(
                LEAST_DISPERSION,
                Learned.ofBin(bin),
                span.toMillis(),
                count,
                seen.attempts,
                learned,
                prior);
        if (learned.attempts() >= KNOWN_MERCHANT) {
          it = withSurge(it, recent, learned, prior);
        }
        if (it.probability() <= settings.falseAlarms()
            && (best == null || it.probability() < best.probability())) {
          best = it.of(Signals.LARGE);
        }
      }
    }
    return best;
  }

  /** The orders of magnitude of the largest amount and under it that few transactions have. */
  private static List<Integer> rareBins(int largest, Prior prior) {
    var bins = new ArrayList<Integer>();
    for (int bin = largest; bin >= Learned.FIRST_BIN && bin >= largest - 3; bin--) {
      if (prior.share(Learned.ofBin(bin)) <= RARE) {
        bins.add(bin);
      }
    }
    return bins;
  }

  /** What some buckets have together. Their cards are put together only if somebody asks. */
  private static final class Seen {
    private final long[] amounts = new long[AmountBins.BINS];
    private final List<SignalTally> tallies = new ArrayList<>();
    private Distinct cards = Distinct.none();
    private int counted;
    private long attempts;

    void add(SignalTally tally) {
      tallies.add(tally);
      attempts += tally.attempts();
      for (int bin = 0; bin < tally.amounts().length(); bin++) {
        amounts[bin] += tally.amounts().get(bin);
      }
    }

    long from(int bin) {
      long sum = 0;
      for (int i = bin; i < amounts.length; i++) {
        sum += amounts[i];
      }
      return sum;
    }

    long cards() {
      for (; counted < tallies.size(); counted++) {
        cards = cards.union(tallies.get(counted).cards());
      }
      return cards.size();
    }
  }

  /**
   * Together with how improbable it is that there are so many attempts at all: thieves come on top
   * of those who always come.
   */
  private Evidence withSurge(
      Evidence evidence, NavigableMap<Long, SignalTally> recent, Learned learned, Prior prior) {
    double odd = evidence.probability();
    if (odd <= settings.falseAlarms() || odd > settings.falseAlarms() / MOST_OF_A_SURGE) {
      return evidence;
    }
    long end = endOf(recent);
    double hourly =
        Pace.hourly(
            recent, learned, end - settings.longestSpanMillis(), end - evidence.spanMillis());
    double expected = hourly * evidence.spanMillis() / Peers.HOUR;
    double surge = Math.max(MOST_OF_A_SURGE, Pace.surge(evidence.attempts(), expected, hourly));
    double falseAlarms = settings.falseAlarms() / surge;
    if (odd > falseAlarms) {
      return evidence;
    }
    long threshold =
        distribution(LEAST_DISPERSION, evidence.signal(), evidence.attempts(), learned, prior)
            .smallestCountWithTailAtMost(falseAlarms);
    return new Evidence(
        evidence.signal(),
        evidence.spanMillis(),
        evidence.observed(),
        evidence.attempts(),
        evidence.expected(),
        odd * surge,
        Math.max(threshold, settings.minimumCount()));
  }

  /** Flags say something of cards, and of where they pay only what their owners do elsewhere. */
  private boolean saysSomething(SpikeKey key, String rule) {
    return switch (key.dimension()) {
      case ALL -> true;
      case CARD -> !settings.ofDeclines().contains(Signals.ruleOf(rule));
      case MERCHANT, CATEGORY, COUNTRY, ISSUER -> false;
    };
  }

  /** Who is declined tries again, or is tried again by a program: not what a thief does. */
  private long ofDeclines(SignalTally ofCard) {
    return settings.ofDeclines().stream()
        .mapToLong(rule -> ofCard.signal(Signals.ofRule(rule)).moments())
        .sum();
  }

  private static boolean isCard(SpikeKey key) {
    return key.dimension() == Dimension.CARD;
  }

  private boolean hasCards(SpikeKey key, String signal, NavigableMap<Long, SignalTally> span) {
    if (key.dimension() == Dimension.CARD) {
      return true;
    }
    long least =
        signal.equals(Signals.REFUNDS) || signal.equals(Signals.RISKY)
            ? 1
            : settings.minimumCards();
    var cards = Distinct.none();
    for (var tally : span.values()) {
      cards = cards.union(tally.signal(signal).cards());
      if (cards.size() >= least) {
        return true;
      }
    }
    return false;
  }

  private Evidence judged(
      SpikeKey key,
      String signal,
      long span,
      long count,
      long attempts,
      Learned learned,
      Prior prior) {
    return key.dimension() == Dimension.CARD
        ? ofCard(signal, span, count, learned, prior)
        : ofShare(
            leastDispersion(key, signal, span),
            signal,
            span,
            count,
            Math.max(count, attempts),
            learned,
            prior);
  }

  /** How much the share of a signal swings in such a span, at least. */
  static double leastDispersion(SpikeKey key, String signal, long span) {
    boolean isDeclined =
        signal.equals(Signals.DECLINED)
            || signal.equals(Signals.SMALL_DECLINED) && key.dimension() != Dimension.MERCHANT;
    long clump = key.dimension() == Dimension.MERCHANT ? MINUTE : 5 * MINUTE;
    return Signals.isOfRule(signal) || isDeclined && span <= clump
        ? LEAST_OF_CLUMPS
        : LEAST_DISPERSION;
  }

  private Evidence ofShare(
      double leastDispersion,
      String signal,
      long span,
      long count,
      long attempts,
      Learned learned,
      Prior prior) {
    var distribution = distribution(leastDispersion, signal, attempts, learned, prior);
    double probability = distribution.isMore(count) ? distribution.tail(count) : 1;
    long threshold =
        probability <= settings.falseAlarms()
            ? distribution.smallestCountWithTailAtMost(settings.falseAlarms())
            : Long.MAX_VALUE;
    return new Evidence(
        signal,
        span,
        count,
        attempts,
        distribution.mean(),
        probability,
        Math.max(threshold, settings.minimumCount()));
  }

  /** How often the signal is to be expected among so many attempts. */
  BetaBinomial distribution(
      double leastDispersion, String signal, long attempts, Learned learned, Prior prior) {
    double peers = Math.min(prior.share(signal), 0.9);
    var own = learned.signal(signal);
    double share = (PRIOR_SHAPE + own.count()) / (PRIOR_SHAPE / peers + learned.attempts());
    share = Math.min(share, 0.98);
    double expectedPairs = learned.attemptPairs() * share * share;
    double dispersion =
        Math.max(
            leastDispersion,
            (own.pairs() + PRIOR_PAIRS * (1 + PRIOR_DISPERSION)) / (expectedPairs + PRIOR_PAIRS)
                - 1);
    double doubt =
        (1 + dispersion * own.count() / Math.max(1, learned.hours())) / (PRIOR_SHAPE + own.count());
    double variance = (1 + dispersion) * (1 + doubt) - 1;
    double a = 1 / variance;
    return new BetaBinomial(attempts, a, a * (1 - share) / share);
  }

  /** Sizes of clumps are taken to be geometric; N cards an hour get flags of the rule. */
  private Evidence ofCard(String rule, long span, long count, Learned learned, Prior prior) {
    var clumps = prior.clumps(rule);
    double size = Math.max(1 + (clumps.size() - 1) * OF_OTHERS, OF_HABIT * ownClump(learned));
    double more = 1 - 1 / size;
    double cards = clumps.perHour() * (prior.knownHours() < DAY ? DOUBT_OF_FIRST_DAY : 1);
    double perHour = count > size ? cards * StrictMath.pow(more, count - 1) / CARDS : 1;
    double steps = StrictMath.log(settings.falseAlarms() * CARDS / cards) / StrictMath.log(more);
    long least = Math.max(1 + (long) size, settings.minimumCount());
    long threshold = Math.max(1 + (long) StrictMath.ceil(steps), least);
    return new Evidence(rule, span, count, 0, size, Math.min(1, perHour), threshold);
  }

  /** How many flags of a rule the card mostly gets in an hour in which it gets some. */
  private static double ownClump(Learned learned) {
    double largest = learned.current().signals().isEmpty() ? 0 : 1;
    for (var own : learned.signals().values()) {
      largest = Math.max(largest, own.count() <= 0 ? 0 : 1 + own.pairs() / own.count());
    }
    return largest;
  }
}
