package io.vigil.dashboard;

import io.vigil.pipelines.postgres.ReadOnlyTables;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions, each once for all who ask it at about the same time: what fifty viewers cost
 * the database is what one does.
 */
final class Answers {

  /** For so long an answer counts as what the tables say now. */
  private static final Duration FRESH = Duration.ofMillis(900);

  private static final int MOST_REMEMBERED = 200;

  private final ReadOnlyTables tables;
  private final Map<Asked, Given> remembered = new LatestAnswers();
  private volatile @Nullable String problem;

  Answers(ReadOnlyTables tables) {
    this.tables = tables;
  }

  private record Asked(Question question, List<Object> values) {}

  private record Given(long at, CompletableFuture<String> json) {
    boolean isFresh() {
      return System.nanoTime() - at < FRESH.toNanos() || !json.isDone();
    }
  }

  private static final class LatestAnswers extends LinkedHashMap<Asked, Given> {
    private static final long serialVersionUID = 1;

    LatestAnswers() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Asked, Given> eldest) {
      return size() > MOST_REMEMBERED;
    }
  }

  /**
   * The answer, as a JSON array of rows.
   *
   * @throws IllegalArgumentException if a value is missing or wrong
   * @throws SQLException if the database does not answer
   */
  String to(Question question, Map<String, String> given) throws SQLException {
    var asked = new Asked(question, question.values(given));
    var mine = new CompletableFuture<String>();
    CompletableFuture<String> answer;
    synchronized (remembered) {
      var known = remembered.get(asked);
      if (known != null && known.isFresh()) {
        answer = known.json();
      } else {
        answer = mine;
        remembered.put(asked, new Given(System.nanoTime(), mine));
      }
    }
    if (answer == mine) {
      ask(asked, mine);
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Why the database did not answer the last question; null if it did. */
  @Nullable String problem() {
    return problem;
  }

  private void ask(Asked asked, CompletableFuture<String> answer) {
    try {
      var rows = tables.ask(asked.question().sql(), asked.values(), JsonRows::read);
      problem = null;
      answer.complete(JsonRows.write(rows));
    } catch (SQLException e) {
      problem = ReadOnlyTables.inWords(e);
      forget(asked);
      answer.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      forget(asked);
      answer.completeExceptionally(e);
      throw e;
    }
  }

  private void forget(Asked asked) {
    synchronized (remembered) {
      remembered.remove(asked);
    }
  }
}
