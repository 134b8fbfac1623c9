package io.vigil.pipelines.generate;

import io.vigil.pipelines.cli.DurationFlag;
import io.vigil.pipelines.generate.GenerateConfig.Faults;
import io.vigil.schemas.files.FileFormat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say what goes wrong. */
final class FaultFlags {

  private static final double DEFAULT_BAD_RATE = 0.001;

  @Option(
      names = "--duplicateRate",
      paramLabel = "RATE",
      defaultValue = "0.001",
      description = "Come a second time, the same.")
  private double duplicateRate;

  @Option(
      names = "--conflictRate",
      paramLabel = "RATE",
      defaultValue = "0.0001",
      description = "Come a second time with another amount.")
  private double conflictRate;

  @Option(
      names = "--lateRate",
      paramLabel = "RATE",
      defaultValue = "0.001",
      description = "Come after their bucket has closed.")
  private double lateRate;

  @Option(
      names = "--outOfOrderRate",
      paramLabel = "RATE",
      defaultValue = "0.05",
      description = "Come after others that happened later, but in time.")
  private double outOfOrderRate;

  @Option(
      names = "--badRate",
      paramLabel = "RATE",
      description =
          "Bad records between the good ones. Default: "
              + DEFAULT_BAD_RATE
              + "; 0 for Avro and"
              + " Parquet, which cannot hold any.")
  private @Nullable Double badRate;

  @Option(
      names = "--maxOutOfOrderness",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationFlag.class,
      description = "So far the watermark is behind the latest event time.")
  private Duration maxOutOfOrderness = Duration.ZERO;

  @Option(
      names = "--allowedLateness",
      paramLabel = "DURATION",
      defaultValue = "10m",
      converter = DurationFlag.class,
      description = "So long a bucket is open after the watermark has passed it.")
  private Duration allowedLateness = Duration.ZERO;

  Lateness lateness() {
    return new Lateness(maxOutOfOrderness.toMillis(), allowedLateness.toMillis());
  }

  Faults faults(FlagChecks checks, FileFormat format) {
    if (badRate == null) {
      badRate = format.isText() ? DEFAULT_BAD_RATE : 0;
    }
    double bad = badRate;
    checks.within("--duplicateRate", duplicateRate, 0, 1);
    checks.within("--conflictRate", conflictRate, 0, 1);
    checks.within("--lateRate", lateRate, 0, 1);
    checks.within("--outOfOrderRate", outOfOrderRate, 0, 1);
    checks.within("--badRate", bad, 0, 1);
    checks.refuse(
        duplicateRate + conflictRate > 1,
        "--duplicateRate and --conflictRate are more than 1 together: a transaction comes twice"
            + " at most");
    checks.refuse(
        lateRate + outOfOrderRate > 1,
        "--lateRate and --outOfOrderRate are more than 1 together: a record is delayed once");
    checks.refuse(
        bad > 0 && !format.isText(),
        "--badRate is for json and csv; a file of "
            + GenerateCommand.name(format)
            + " holds no records but good ones");
    checks.refuse(
        outOfOrderRate > 0 && maxOutOfOrderness.isZero(),
        "--outOfOrderRate needs a --maxOutOfOrderness above 0");
    return new Faults(duplicateRate, conflictRate, lateRate, outOfOrderRate, bad);
  }
}
