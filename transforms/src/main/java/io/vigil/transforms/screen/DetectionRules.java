package io.vigil.transforms.screen;

import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.yaml.InvalidFileException;
import io.vigil.schemas.yaml.YamlFile;
import io.vigil.transforms.spikes.DetectionSettings;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what is suspicious, and how much of it is a spike: a YAML file, which docs/detection.md
 * describes. All of it has been checked when there are rules. Immutable.
 */
public final class DetectionRules implements Serializable {

  private static final long serialVersionUID = 1;

  /** Two contents of one id mostly are a payment and its correction, which follows soon. */
  private static final Duration LEAST_HORIZON = Duration.ofMinutes(10);

  private static final int FINGERPRINT_BYTES = 8;
  private static final String DEFAULTS = "default-rules.yaml";

  private final String name;
  private final ArrayList<Rule> rules;

  private final DetectionSettings spikes;
  private final @Nullable Instant historyStart;

  private DetectionRules(
      String name, List<Rule> rules, DetectionSettings spikes, @Nullable Instant historyStart) {
    this.name = name;
    this.rules = new ArrayList<>(rules);
    this.spikes = spikes;
    this.historyStart = historyStart;
  }

  /** The rules for who has none. */
  public static DetectionRules defaults() {
    try (var file = DetectionRules.class.getResourceAsStream(DEFAULTS)) {
      if (file == null) {
        throw new IllegalStateException(DEFAULTS + " is not on the class path");
      }
      return parse(DEFAULTS, new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the rules of a file.
   *
   * @throws UnusableFileException if there is no such file, or it is no text
   * @throws InvalidFileException if something in it is wrong; its message has a line for each
   *     problem
   */
  public static DetectionRules read(Path path) throws IOException {
    return parse(path.toString(), YamlFile.text(path));
  }

  /**
   * Takes rules from a text.
   *
   * @param name what to call the file in messages
   * @throws InvalidFileException if something in it is wrong; its message has a line for each
   *     problem
   */
  public static DetectionRules parse(String name, String text) {
    var file = YamlFile.parse(name, text);
    var contents = RulesFile.read(file);
    file.check();
    return new DetectionRules(name, contents.rules(), contents.spikes(), contents.historyStart());
  }

  /**
   * How far back of a transaction its card must be known to judge it: the longest span of a rule,
   * and at least ten minutes. Two contents of an id are a conflict within the same distance.
   */
  public Duration horizon() {
    long longest = rules.stream().mapToLong(it -> it.longestSpan().millis()).max().orElse(0);
    return Duration.ofMillis(Math.max(longest, LEAST_HORIZON.toMillis()));
  }

  /** What is counted, and how much of it is a spike. */
  public DetectionSettings spikes() {
    return spikes;
  }

  /** The same rules, with a history of spikes that begins on that day (UTC); null for none. */
  public DetectionRules withHistoryStart(@Nullable Instant newHistoryStart) {
    return new DetectionRules(name, rules, spikes, newHistoryStart);
  }

  /** The day (UTC) on which the history of spikes begins; null if the file names none. */
  public @Nullable Instant historyStart() {
    return historyStart;
  }

  /**
   * Names the whole configuration: two have the same name if, and only if (but by chance), they
   * find the same. It is the beginning of a SHA-256, and is written into incidents.
   */
  public String fingerprint() {
    var text = new ArrayList<>(describe());
    Collections.sort(text);
    text.add(spikes.text());
    text.add(String.valueOf(historyStart));
    try {
      var hash =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", text).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the rules ask, a line each, for a person: {@code name: terms}. */
  public List<String> describe() {
    return rules.stream().map(it -> it.name() + ": " + it.terms()).toList();
  }

  List<Rule> rules() {
    return Collections.unmodifiableList(rules);
  }

  @Override
  public String toString() {
    return "DetectionRules[" + name + "]";
  }
}
