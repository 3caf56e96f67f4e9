package io.contrastream.sink.pgvector;

import io.contrastream.config.SinkSettings;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.sink.Batch;
import io.contrastream.sink.Row;
import io.contrastream.sink.SpaceChoice;
import io.contrastream.sink.Store;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A PostgreSQL database with pgvector: a table for each space, rows and positions in one
 * transaction, and a view of the active space. A table is indexed once the topic's end is reached,
 * because rows are written faster before.
 */
public final class PgvectorStore implements Store {
  /** More cannot be stored. */
  private static final int MAX_DIMENSION = 16_000;

  /** The primary key is a B-tree, whose entries may have 2,700 bytes. */
  private static final int MAX_ID_BYTES = 2000;

  /** Counting the rows of a large table takes seconds. */
  private static final Duration CHOICE_INTERVAL = Duration.ofSeconds(10);

  private final SinkSettings settings;
  private final String topic;
  private final SpaceChoice choice;
  private final Consumer<String> notes;
  private final Map<String, Integer> dimensions = new HashMap<>();

  private Connection connection;
  private Positions positions;
  private SpaceTables tables;
  private Long chosenNs;

  /**
   * Connects when it is opened.
   *
   * @param notes takes sentences about indexes and changeovers
   */
  public PgvectorStore(
      SinkSettings settings, String topic, SpaceChoice choice, Consumer<String> notes) {
    this.settings = settings;
    this.topic = topic;
    this.choice = choice;
    this.notes = notes;
  }

  /** A step that talks to the database. */
  @FunctionalInterface
  private interface Step<T> {
    T run() throws SQLException;
  }

  private <T> T ask(Step<T> step) {
    try {
      return step.run();
    } catch (SQLException e) {
      throw DatabaseFaults.explain(address(), e);
    }
  }

  /** Without the parameters, which may be secret. */
  private String address() {
    return settings.url().split("\\?", 2)[0];
  }

  @Override
  public Map<Integer, Long> open(Set<Integer> partitions) {
    disconnect();
    return ask(
        () -> {
          connection = DriverManager.getConnection(settings.url(), properties());
          connection.setAutoCommit(false);
          Migrations.apply(connection);
          tables = new SpaceTables(connection);
          positions = Positions.read(connection, topic, partitions);
          dimensions.clear();
          tables.all().forEach(space -> dimensions.put(space.id(), space.dimension()));
          if (choice.isUrgent()) {
            choose();
          }
          return positions.known();
        });
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    if (!settings.password().isEmpty()) {
      properties.setProperty("password", settings.password());
    }
    properties.setProperty("ApplicationName", "contrastream sink");
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }

  @Override
  public Optional<String> refusal(Row row) {
    if (row.isTombstone()) {
      return row.key() == null ? Optional.of("a tombstone needs a key") : textFault(row.key());
    }
    ImageEmbedding embedding = row.embedding();
    int length = row.vector().length;
    int dimension = dimensions.computeIfAbsent(embedding.getSpaceId(), space -> length);
    if (length != dimension || length > MAX_DIMENSION) {
      return Optional.of(
          "its vector has %d numbers, those of its space have %d, at most %d"
              .formatted(length, dimension, MAX_DIMENSION));
    }
    if (embedding.getImageId().getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
      return Optional.of("its id is longer than %d bytes".formatted(MAX_ID_BYTES));
    }
    return Stream.of(
            embedding.getImageId(),
            embedding.getSpaceId(),
            embedding.getCheckpointId(),
            embedding.getPairId(),
            row.key())
        .flatMap(text -> textFault(text).stream())
        .findFirst();
  }

  private static Optional<String> textFault(String text) {
    return text != null && text.indexOf('\0') >= 0
        ? Optional.of("a text has the character U+0000, which PostgreSQL can't store")
        : Optional.empty();
  }

  @Override
  public void write(Batch batch) {
    ask(
        () -> {
          positions.move(batch.positions());
          Changes changes = new Changes(batch.rows());
          if (!changes.deletedKeys().isEmpty()) {
            tables.delete(changes.deletedKeys());
          }
          for (String space : changes.spaces()) {
            Space table = tables.get(space);
            if (table == null) {
              table = tables.create(space, dimensions.get(space));
            }
            Upsert.write(connection, table, changes.rows(space));
          }
          connection.commit();
          return null;
        });
  }

  @Override
  public void rest(boolean caughtUp) {
    if (caughtUp) {
      ask(
          () -> {
            for (Space space : tables.all()) {
              if (space.active()) {
                index(space);
              }
            }
            if (chosenNs == null || System.nanoTime() - chosenNs > CHOICE_INTERVAL.toNanos()) {
              sayIfUnknown(choose());
              chosenNs = System.nanoTime();
            }
            return null;
          });
    }
  }

  /** The others are indexed just before they are shown: until then, rows are written faster. */
  private void index(Space space) throws SQLException {
    if (space.indexed()) {
      return;
    }
    long startNs = System.nanoTime();
    notes.accept("Indexing space " + space.id());
    tables.index(space);
    notes.accept(
        "Indexed space %s in %d s"
            .formatted(space.id(), Duration.ofNanos(System.nanoTime() - startNs).toSeconds()));
  }

  /** Changes over if another space is chosen; commits. */
  private Optional<Space> choose() throws SQLException {
    List<Space> spaces = tables.all();
    Optional<String> shown = spaces.stream().filter(Space::active).map(Space::id).findFirst();
    Optional<Space> chosen =
        choice
            .choose(
                spaces.stream().map(Space::id).toList(),
                shown,
                id -> ask(() -> tables.rows(tables.get(id))))
            .map(tables::get);
    if (chosen.isPresent() && !chosen.get().active()) {
      if (!choice.isUrgent()) {
        index(chosen.get());
      }
      tables.show(chosen.get());
      notes.accept("The view embeddings shows space " + chosen.get().id());
    }
    connection.commit();
    return chosen;
  }

  /** Says once, after all is read, that the space to show has no rows: its id may be misspelt. */
  private void sayIfUnknown(Optional<Space> chosen) throws SQLException {
    if (chosen.isEmpty() && chosenNs == null && !tables.all().isEmpty()) {
      String known = tables.all().stream().map(Space::id).collect(Collectors.joining(", "));
      notes.accept(
          "The space to show has no embeddings in %s, so that the view stays as it is; there are: %s"
              .formatted(topic, known));
    }
  }

  @Override
  public void close() {
    disconnect();
    choice.close();
  }

  private void disconnect() {
    Closeables.closeAll(connection);
    connection = null;
  }
}
