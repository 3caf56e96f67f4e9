package io.contrastream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.caption.Caption;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.cli.Run;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.Encoders;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.Modality;
import io.contrastream.sink.Embeddings;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.FloatVector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicSearchTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Checkpoint SHIPPED =
      CheckpointFile.load(Path.of("checkpoints/contrastream-mnist.safetensors"));

  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldFindTheNewestVectorsOfTheActiveSpace() throws Exception {
    // given
    TestSettings settings = CLUSTER.settings("search").with("topics.partitions=1");
    prepare(settings);
    float[] seven = seven();
    float[] far = shifted(seven, 1);
    float[] farther = shifted(seven, 5);
    Embeddings.send(
        settings.load(),
        sender -> {
          sender.embedding(embedding("moves-away", Modality.IMAGE, SHIPPED.spaceId(), seven));
          sender.embedding(embedding("far", Modality.IMAGE, SHIPPED.spaceId(), far));
          sender.embedding(embedding("caption", Modality.CAPTION, SHIPPED.spaceId(), seven));
          sender.embedding(embedding("other-space", Modality.IMAGE, "other", seven));
          sender.embedding(embedding("short", Modality.IMAGE, SHIPPED.spaceId(), new float[] {1}));
          sender.embedding(embedding("moves-away", Modality.IMAGE, SHIPPED.spaceId(), farther));
          sender.embedding(embedding("deleted", Modality.IMAGE, SHIPPED.spaceId(), seven));
          sender.bytes("deleted", null);
        });

    // when
    Run run = search(settings, "--json", "--top", "2");
    Run text = search(settings, "--top", "1");

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(3);
    JsonNode first = JSON.readTree(lines.get(0));
    assertThat(first.get("id").asText()).isEqualTo("far");
    assertThat(first.get("rank").asInt()).isEqualTo(1);
    assertThat(first.get("label").asInt()).isEqualTo(7);
    assertThat(JSON.readTree(lines.get(1)).get("id").asText()).isEqualTo("moves-away");
    JsonNode caption = JSON.readTree(lines.get(2));
    assertThat(caption.get("modality").asText()).isEqualTo("caption");
    assertThat(caption.get("cosine").asDouble()).isCloseTo(1, within(1e-6));
    assertThat(text.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .startsWith("modality rank cosine label id")
        .last()
        .isEqualTo("caption 1 1.0000 7 caption");
  }

  @Test
  void shouldSayThatAllEmbeddingsAreOfOtherSpaces() throws Exception {
    // given
    TestSettings settings = CLUSTER.settings("search-others").with("topics.partitions=1");
    CLUSTER.prepare(settings.load());
    Run noneActive = search(settings);
    prepare(settings);
    Run empty = search(settings);
    Embeddings.send(
        settings.load(),
        sender -> sender.embedding(embedding("a", Modality.IMAGE, "other", seven())));

    // when
    Run run = search(settings);

    // then
    assertThat(noneActive.exitCode()).isEqualTo(1);
    assertThat(noneActive.err()).contains("No checkpoint is active", "start a processor");
    assertThat(empty.exitCode()).isZero();
    assertThat(empty.err()).contains("is empty");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("is of space " + SHIPPED.spaceId(), "are of others: other", "reembed");
  }

  private static void prepare(TestSettings settings) {
    CLUSTER.prepare(settings.load());
    Run run = Run.of(settings.commandLine("checkpoints", "activate", "contrastream-mnist"));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private static Run search(TestSettings settings, String... more) {
    List<String> arguments = new ArrayList<>(List.of("search", "seven", "--in", "topic"));
    arguments.addAll(List.of(more));
    return Run.of(settings.commandLine(arguments.toArray(String[]::new)));
  }

  private static float[] seven() {
    try (Encoder<Caption> encoder = Encoders.captions(SHIPPED, "the test", "cpu")) {
      return encoder.embed(List.of(new Caption("seven")))[0];
    }
  }

  private static float[] shifted(float[] vector, float by) {
    float[] shifted = vector.clone();
    shifted[0] += by;
    return shifted;
  }

  private static ImageEmbedding embedding(
      String id, Modality modality, String space, float[] vector) {
    return ImageEmbedding.newBuilder()
        .setImageId(id)
        .setRole(ImageRole.SINGLE)
        .setLabel(7)
        .setVector(FloatVector.of(vector))
        .setCheckpointId("some checkpoint")
        .setModality(modality)
        .setSpaceId(space)
        .build();
  }
}
