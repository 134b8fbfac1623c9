package io.vigil.transforms.spikes;

/**
 * A signal that was counted in a span, and how improbable that is.
 *
 * @param signal as in {@link io.vigil.transforms.signals.Signals}
 * @param spanMillis the length of the span
 * @param observed how often it was counted
 * @param attempts of how many transactions; 0 for a card, of which only flags are counted
 * @param expected how often it was to be expected
 * @param probability of such a count or a higher one, if it were chance
 * @param threshold the smallest count that is a spike in such a span
 */
public record Evidence(
    String signal,
    long spanMillis,
    long observed,
    long attempts,
    double expected,
    double probability,
    long threshold) {

  /** The same of a signal of another name. */
  Evidence of(String name) {
    return new Evidence(name, spanMillis, observed, attempts, expected, probability, threshold);
  }
}
