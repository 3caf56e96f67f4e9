package io.contrastream.sink.pgvector;

import static io.contrastream.sink.Embeddings.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.sink.Batch;
import io.contrastream.sink.Embeddings;
import io.contrastream.sink.Row;
import io.contrastream.sink.SpaceChoice;
import io.contrastream.sink.StoreException;
import io.contrastream.testing.TestSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgvectorStoreTest {
  private static PgLite database;

  private Connection connection;
  private final List<String> notes = new ArrayList<>();
  private PgvectorStore store;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    database = PgLite.start();
  }

  @AfterAll
  static void stop() {
    if (database != null) {
      database.close();
    }
  }

  @BeforeEach
  void open() throws SQLException {
    connection = database.connect();
    execute(
        "DROP TABLE IF EXISTS embeddings_1, embeddings_2, contrastream_positions,"
            + " contrastream_spaces, contrastream_migrations CASCADE");
    store = store(SpaceChoice.thatIsFull(Optional.empty(), Set.of()));
    store.open(Set.of(0, 1));
  }

  @AfterEach
  void close() throws SQLException {
    store.close();
    connection.close();
  }

  private PgvectorStore store(SpaceChoice choice) {
    Settings settings =
        TestSettings.of(
            "sink.url=" + database.url(), "sink.user=postgres", "sink.password=postgres");
    return new PgvectorStore(settings.sink(), "t", choice, notes::add);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the first column. */
  private List<String> select(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** Writes rows of partition 0, in the order of their offsets. */
  private void write(Row... rows) {
    for (Row row : rows) {
      assertThat(store.refusal(row)).isEmpty();
    }
    store.write(new Batch(List.of(rows), Map.of(0, rows[rows.length - 1].offset() + 1)));
  }

  private static Row labelled(long offset, String id, int label) {
    ImageEmbedding embedding = Embeddings.of(id, "a");
    embedding.setLabel(label);
    return new Row(0, offset, id, embedding);
  }

  @Test
  void shouldKeepTheNewestRowOfEachInput() throws SQLException {
    // when
    write(labelled(0, "x", 1), labelled(1, "y", 2), labelled(2, "x", 3));
    write(labelled(3, "y", 4));

    // then
    assertThat(select("SELECT id || label FROM embeddings ORDER BY id"))
        .containsExactly("x3", "y4");
  }

  @Test
  void shouldWriteEveryColumn() throws SQLException {
    // when
    write(labelled(5, "x", 1));

    // then
    assertThat(
            select(
                "SELECT concat_ws(' ', id, modality, label, role, key, space, checkpoint,"
                    + " normalized, extract(epoch FROM produced_at)::int,"
                    + " extract(epoch FROM embedded_at)::int, \"partition\", \"offset\")"
                    + " FROM embeddings"))
        .containsExactly("x image 1 single x a checkpoint-1 f 1 2 0 5");
    assertThat(select("SELECT vector::real[]::text FROM embeddings").get(0))
        .isEqualTo(
            Arrays.toString(Embeddings.row(0, 5, "x", "a").vector())
                .replace(" ", "")
                .replace('[', '{')
                .replace(']', '}'));
  }

  @Test
  void shouldMovePositionsOnlyTogetherWithRows() throws SQLException {
    // given
    write(labelled(0, "x", 1));
    execute("ALTER TABLE embeddings_1 ADD CHECK (label < 9)");

    // when
    assertThatThrownBy(() -> write(labelled(1, "y", 1), labelled(2, "z", 9)))
        .isInstanceOf(StoreException.class);
    Map<Integer, Long> positions = store.open(Set.of(0, 1));

    // then
    assertThat(positions).isEqualTo(Map.of(0, 1L, 1, 0L));
    assertThat(select("SELECT id FROM embeddings")).containsExactly("x");
  }

  @Test
  void shouldWriteNothingThatAnotherSinkHasWritten() throws SQLException {
    // given
    try (PgvectorStore other = store(SpaceChoice.thatIsFull(Optional.empty(), Set.of()))) {
      other.open(Set.of(0, 1));
      write(labelled(0, "x", 1));

      // when, then
      Row row = labelled(0, "x", 7);
      assertThat(other.refusal(row)).isEmpty();
      assertThatThrownBy(() -> other.write(new Batch(List.of(row), Map.of(0, 1L))))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Another sink");
      assertThat(other.open(Set.of(0, 1))).containsEntry(0, 1L);
    }
    assertThat(select("SELECT label FROM embeddings")).containsExactly("1");
  }

  @Test
  void shouldDeleteTheRowsOfATombstonesKey() throws SQLException {
    // given
    write(row(0, 0, "x", "a"), row(0, 1, "y", "a"));

    // when
    write(
        row(0, 2, "z", "a"),
        new Row(0, 3, "z", null),
        new Row(0, 4, "x", null),
        row(0, 5, "x", "b"));

    // then
    assertThat(select("SELECT id FROM embeddings_1")).containsExactly("y");
    assertThat(select("SELECT id FROM embeddings_2")).containsExactly("x");
  }

  @Test
  void shouldFindTheNearestByAnIndexOnceItHasCaughtUp() throws SQLException {
    // given
    for (int i = 0; i < 50; i++) {
      write(row(0, i, "id" + i, "a"));
    }
    assertThat(select("SELECT indexname FROM pg_indexes WHERE indexname = 'embeddings_1_vector'"))
        .isEmpty();

    // when
    store.rest(true);

    // then
    String search =
        "SELECT id FROM embeddings ORDER BY vector <=> (SELECT vector FROM embeddings"
            + " WHERE id = 'id7') LIMIT 3";
    execute("SET enable_seqscan = off");
    assertThat(String.join("\n", select("EXPLAIN " + search))).contains("embeddings_1_vector");
    assertThat(select(search)).hasSize(3).first().isEqualTo("id7");
  }

  @Test
  void shouldChangeOverToASpaceThatIsComplete() throws SQLException {
    // given
    write(row(0, 0, "x", "a"), row(0, 1, "y", "a"));
    write(row(0, 2, "x", "b"));

    // when
    store.rest(true);
    List<String> before = select("SELECT DISTINCT space FROM embeddings");
    write(row(0, 3, "y", "b"));
    store =
        store(
            SpaceChoice.thatIsFull(
                Optional.empty(), Set.of())); // the other one looks again after 10 s
    store.open(Set.of(0, 1));
    store.rest(true);

    // then
    assertThat(before).containsExactly("a");
    assertThat(select("SELECT space || id FROM embeddings ORDER BY id"))
        .containsExactly("bx", "by");
    assertThat(select("SELECT indexed FROM contrastream_spaces")).containsOnly("t");
  }

  @Test
  void shouldShowAFixedSpaceAtOnce() throws SQLException {
    // given
    write(row(0, 0, "x", "a"), row(0, 1, "y", "a"), row(0, 2, "x", "b'"));

    // when
    try (PgvectorStore other = store(SpaceChoice.fixed("b'"))) {
      other.open(Set.of(0, 1));
    }

    // then
    assertThat(select("SELECT space || id FROM embeddings")).containsExactly("b'x");
  }

  @Test
  void shouldSayThatASpaceToShowIsUnknown() {
    // given
    write(row(0, 0, "x", "a"));

    // when
    try (PgvectorStore other = store(SpaceChoice.fixed("aa"))) {
      other.open(Set.of(0, 1));
      other.rest(true);
      other.rest(true);
    }

    // then
    assertThat(notes).filteredOn(note -> note.contains("no embeddings")).hasSize(1);
    assertThat(notes).last().asString().endsWith("there are: a");
  }

  @Test
  void shouldRefuseWhatTheDatabaseCannotStore() {
    // given
    write(row(0, 0, "x", "a"));

    // when, then
    assertThat(store.refusal(new Row(0, 1, "k", Embeddings.of("y", "a", 3))))
        .hasValue("its vector has 3 numbers, those of its space have 4, at most 16000");
    assertThat(store.refusal(row(0, 1, "y\0", "a"))).get().asString().contains("U+0000");
    assertThat(store.refusal(row(0, 1, "y".repeat(3000), "a"))).get().asString().contains("2000");
    assertThat(store.refusal(new Row(0, 1, null, null))).hasValue("a tombstone needs a key");
  }

  @Test
  void shouldRefuseTablesOfANewerRelease() throws SQLException {
    // given
    execute("INSERT INTO contrastream_migrations VALUES (99)");

    // when, then
    assertThatThrownBy(() -> store.open(Set.of(0)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("newer release");
  }
}
