package io.vigil.pipelines.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tables of a run say, as one page: see {@code docs/report.md}. */
public final class Report {

  /** What a bounded run calls it, beside its tables. */
  public static final String FILE = "report.html";

  private Report() {}

  /**
   * Writes the page.
   *
   * @param rules what was looked for, a line each; null if it is not known
   */
  public static String of(Findings findings, @Nullable List<String> rules) {
    return new ReportPage(findings).page(rules);
  }
}
