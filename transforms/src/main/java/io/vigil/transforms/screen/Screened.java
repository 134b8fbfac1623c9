package io.vigil.transforms.screen;

import io.vigil.schemas.Transaction;
import java.util.List;

/**
 * A transaction that was accepted, with what the rules found on it when it came. A transaction that
 * comes later may bring further flags on it; they come out apart.
 */
public record Screened(Transaction transaction, List<Verdict.Finding> findings) {

  public Screened {
    findings = List.copyOf(findings);
  }
}
