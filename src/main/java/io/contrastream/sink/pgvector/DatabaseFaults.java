package io.contrastream.sink.pgvector;

import io.contrastream.lifecycle.RootCause;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.sink.StoreException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

/** Tells by SQL's states which failures may pass, and what a person can do about the others. */
final class DatabaseFaults {
  private DatabaseFaults() {}

  /**
   * Returns an exception with a message for users, without credentials.
   *
   * @param address of the database
   */
  static RuntimeException explain(String address, SQLException failure) {
    SQLException first =
        failure instanceof BatchUpdateException && failure.getNextException() != null
            ? failure.getNextException()
            : failure;
    String state = first.getSQLState() == null ? "" : first.getSQLState();
    String says = "The database %s says: %s".formatted(address, message(first));
    String remedy = remedy(state);
    return remedy.isEmpty()
        ? new StoreException(says, failure)
        : new StartupException(says + "; " + remedy, failure);
  }

  /** Returns the first line, as the others may quote rows, and what caused it. */
  static String message(SQLException failure) {
    String says = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return failure.getCause() == null ? says : says + " " + RootCause.of(failure);
  }

  /** Returns what to do; empty if trying again may help, as after a restart or a full disk. */
  private static String remedy(String state) {
    return switch (state) {
      case "28000", "28P01" -> "check sink.user and sink.password";
      case "3D000" -> "create the database, or correct sink.url";
      case "42501" -> "grant this right to sink.user";
      case "42P01", "42703" ->
          "somebody changed the tables of this sink; restore them, or drop them";
      case "42809", "42P16" ->
          "if another table or view is called embeddings, rename it, or give the sink a schema of"
              + " its own (currentSchema=NAME in sink.url)";
      case "08001" -> ""; // the server is not there (yet)
      default -> state.startsWith("42") ? "this is an error of contrastream or of sink.url" : "";
    };
  }
}
