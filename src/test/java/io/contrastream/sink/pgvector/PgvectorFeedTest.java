package io.contrastream.sink.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.Settings;
import io.contrastream.sink.Embeddings;
import io.contrastream.sink.FailingStore;
import io.contrastream.sink.SinkCounts;
import io.contrastream.sink.SinkFeed;
import io.contrastream.sink.SinkListener;
import io.contrastream.sink.SpaceChoice;
import io.contrastream.sink.Store;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the broker to the database. */
class PgvectorFeedTest {
  private static final int IDS = 1000;
  private static final int ROWS = 1500;

  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldHoldTheNewestRowOfEachIdAlthoughTheSinkDiesAgainAndAgain() throws Exception {
    try (PgLite database = PgLite.start()) {
      // given
      Settings settings =
          CLUSTER
              .settings("dying")
              .with("topics.partitions=3", "sink.batch.size=100", "sink.url=" + database.url())
              .with("sink.user=postgres", "sink.password=postgres")
              .load();
      CLUSTER.prepare(settings);
      Map<String, String> newest = send(settings);

      // when
      for (int batches : new int[] {0, 1, 5, 3}) {
        Store dying =
            new FailingStore(store(settings), batches, new IllegalStateException("the sink dies"));
        assertThatThrownBy(() -> copy(settings, dying)).hasMessage("the sink dies");
      }
      copy(settings, store(settings));

      // then
      assertThat(rows(database)).isEqualTo(newest);
    }
  }

  /** Sends some ids twice, with another vector, and returns the last vectors. */
  private static Map<String, String> send(Settings settings) {
    Map<String, String> newest = new HashMap<>();
    Embeddings.send(
        settings,
        sender -> {
          for (int i = 0; i < ROWS; i++) {
            var embedding = Embeddings.of("id" + i % IDS, "space");
            float[] vector = {i, 1, 2, 3};
            embedding.setVector(FloatVector.of(vector));
            sender.embedding(embedding);
            newest.put(embedding.getImageId(), Arrays.toString(vector));
          }
        });
    return newest;
  }

  private static Store store(Settings settings) {
    return new PgvectorStore(
        settings.sink(), settings.topics().embeddings(), SpaceChoice.fixed("space"), note -> {});
  }

  private static void copy(Settings settings, Store store) {
    SinkListener silent =
        new SinkListener() {
          @Override
          public void progress(SinkCounts counts) {}

          @Override
          public void note(String what) {}
        };
    try (store;
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      new SinkFeed(settings, Topics.of(settings, registry).embeddings(), store, silent, () -> false)
          .run(true);
    }
  }

  private static Map<String, String> rows(PgLite database) throws SQLException {
    Map<String, String> rows = new HashMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT id, vector::real[] FROM embeddings")) {
      while (found.next()) {
        rows.put(found.getString(1), Arrays.toString((Float[]) found.getArray(2).getArray()));
      }
    }
    return rows;
  }
}
