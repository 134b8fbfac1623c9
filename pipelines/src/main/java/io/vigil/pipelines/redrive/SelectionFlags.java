package io.vigil.pipelines.redrive;

import io.vigil.pipelines.cli.TimeFlag;
import io.vigil.schemas.Reason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The flags that say which records are meant. */
final class SelectionFlags {

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description =
          "Only dead letters with one of these reasons, such as UNKNOWN_CURRENCY,MISSING_FIELD.")
  private List<Reason> reasons = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeFlag.class,
      description = "Only what happened then or later, if that was understood.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeFlag.class,
      description = "Only what happened before.")
  private @Nullable Instant to;

  @Option(
      names = "--limit",
      paramLabel = "N",
      showDefaultValue = Visibility.NEVER,
      description = "Try no more than N dead letters.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--maxAttempts",
      paramLabel = "N",
      defaultValue = "5",
      description = "Leave dead letters alone that were tried N times.")
  private int maxAttempts;

  /**
   * What they say.
   *
   * @throws IllegalArgumentException if one of them is wrong, with a line for the user
   */
  Selection selection() {
    refuse(limit < 1, "--limit=" + limit + " is not positive");
    refuse(maxAttempts < 2, "--maxAttempts=" + maxAttempts + " leaves no second attempt");
    refuse(from != null && to != null && !from.isBefore(to), "--from must be before --to");
    return new Selection(
        reasons.isEmpty() ? EnumSet.noneOf(Reason.class) : EnumSet.copyOf(reasons), from, to);
  }

  /** Whether one is given that only dead letters can meet. */
  boolean areOfDeadLetters() {
    return !reasons.isEmpty() || limit != Long.MAX_VALUE;
  }

  long limit() {
    return limit;
  }

  int maxAttempts() {
    return maxAttempts;
  }

  static void refuse(boolean isWrong, String problem) {
    if (isWrong) {
      throw new IllegalArgumentException(problem);
    }
  }
}
