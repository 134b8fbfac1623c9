package io.vigil.pipelines.report;

import io.vigil.pipelines.results.ResultTables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tables of a run say, as one page: see {@code docs/report.md}. */
public final class Report {

  /** What a bounded run calls it, beside its tables. */
  public static final String FILE = "report.html";

  private Report() {}

  /**
   * Reads the tables and writes the page.
   *
   * @param rules what was looked for, a line each; null if it is not known
   * @throws io.vigil.pipelines.cli.Refusal if the tables cannot be read
   */
  public static String of(ResultTables tables, @Nullable List<String> rules) {
    return ReportPage.of(Findings.in(tables), rules);
  }
}
