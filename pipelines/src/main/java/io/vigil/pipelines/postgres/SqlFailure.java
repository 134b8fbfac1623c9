package io.vigil.pipelines.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/** Tells failures that pass by themselves from those that do not, by their SQLSTATE. */
final class SqlFailure {

  private static final String CONNECTION = "08";
  private static final String RESOURCES = "53";
  private static final String AUTHORISATION = "28";
  private static final String NO_DATABASE = "3D000";

  /** What the driver says if the server wants a password or encryption, and there is none. */
  private static final String REJECTED = "08004";

  private static final Set<String> UNDEFINED = Set.of("42P01", "42703");

  private static final Set<String> PASSING =
      Set.of(
          "40001", // serialization failure
          "40P01", // deadlock
          "55P03", // lock not available
          "57014", // cancelled by an administrator or a time limit
          "57P01", // admin shutdown
          "57P02", // crash shutdown
          "57P03", // cannot connect now
          "57P05", // idle session ended
          "58030"); // input or output error of the server

  private SqlFailure() {}

  /**
   * Whether to try again: the connection broke or cannot be made, the server restarts or is out of
   * resources, or transactions were in each other's way. A wrong password is not.
   */
  static boolean isPassing(Throwable failure) {
    var state = stateOf(failure);
    if (state != null) {
      return state.startsWith(CONNECTION) && !state.equals(REJECTED)
          || state.startsWith(RESOURCES)
          || PASSING.contains(state);
    }
    return ExceptionUtils.indexOfType(failure, SQLTransientException.class) >= 0;
  }

  static boolean isUnreachable(SQLException failure) {
    var state = stateOf(failure);
    return state == null || state.startsWith(CONNECTION) || state.startsWith("57P");
  }

  /** Whether the server knows neither that user with that password nor that database. */
  static boolean isRefusedLogin(SQLException failure) {
    var state = String.valueOf(stateOf(failure));
    return state.startsWith(AUTHORISATION) || state.equals(NO_DATABASE) || state.equals(REJECTED);
  }

  /** Whether a table or a column is not there. */
  static boolean isMissingTable(SQLException failure) {
    return UNDEFINED.contains(String.valueOf(stateOf(failure)));
  }

  /** What the server or the driver says, without any values of rows. */
  static String inWords(Throwable failure) {
    var words = String.valueOf(deepest(failure).getMessage()).lines().findFirst().orElse("");
    return words.replaceFirst("^(FATAL|ERROR|PANIC): ", "");
  }

  private static @Nullable String stateOf(Throwable failure) {
    return deepest(failure).getSQLState();
  }

  /** The pool wraps what the driver says, and the driver what the network says. */
  private static SQLException deepest(Throwable failure) {
    var found = new SQLException(failure.getMessage());
    for (var cause : ExceptionUtils.getThrowableList(failure)) {
      if (cause instanceof SQLException it) {
        found = it;
      }
    }
    return found;
  }
}
