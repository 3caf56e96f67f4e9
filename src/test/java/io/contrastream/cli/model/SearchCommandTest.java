package io.contrastream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.caption.Caption;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.Networks;
import io.contrastream.cli.Fixtures;
import io.contrastream.cli.Run;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.Encoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.sound.Sound;
import io.contrastream.sound.file.WavWriter;
import io.contrastream.sound.spoken.SpokenDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path checkpoint;

  @BeforeEach
  void createCheckpoint() {
    Checkpoint images = CheckpointFile.load(Fixtures.checkpoint(folder));
    Checkpoint captions = InitialWeights.in(images, Networks.CAPTION, 2);
    checkpoint = folder.resolve("all.safetensors");
    CheckpointFile.save(InitialWeights.in(captions, Networks.SOUND, 3), checkpoint);
  }

  @Test
  void shouldFindTheVectorsNearestToACaption() throws Exception {
    // given
    float[] seven;
    try (Encoder<Caption> encoder =
        Encoders.captions(CheckpointFile.load(checkpoint), "a test", "cpu")) {
      seven = encoder.embed(List.of(new Caption("seven")))[0];
    }
    float[] other = seven.clone();
    other[0] += 1;
    float[] opposite = seven.clone();
    for (int i = 0; i < opposite.length; i++) {
      opposite[i] = -seven[i];
    }
    Path csv = folder.resolve("vectors.csv");
    String header = IntStream.range(0, 64).mapToObj(i -> "v" + i).collect(Collectors.joining(","));
    Files.write(
        csv,
        List.of(
            "file,label," + header,
            "\"a,b.png\",3," + text(opposite),
            "c.png,," + text(other),
            ",7," + text(seven)));

    // when
    Run text = search(csv, "seven", "--top", "2");
    Run json = search(csv, "Seven!", "--json");

    // then
    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .startsWith("rank cosine row label file", "1 1.0000 2 7")
        .hasSize(3)
        .last()
        .asString()
        .endsWith("1 c.png");
    List<String> lines = json.out().lines().toList();
    assertThat(lines).hasSize(3);
    JsonNode last = JSON.readTree(lines.get(2));
    assertThat(last.get("row").asInt()).isZero();
    assertThat(last.get("file").asText()).isEqualTo("a,b.png");
    assertThat(last.get("label").asInt()).isEqualTo(3);
    assertThat(last.get("cosine").asDouble()).isCloseTo(-1, within(1e-5));
  }

  @Test
  void shouldReadWhatEmbedWroteAndSearchByARecording() throws Exception {
    // given
    Path npy = folder.resolve("vectors.npy");
    embed(npy);
    Path wav = folder.resolve("seven.wav");
    Files.write(wav, WavWriter.bytes(new SpokenDigits(1, 10).get(3).input()));

    // when
    Run run = search(npy, "--sound", wav.toString(), "--json");

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(5);
    double before = 1;
    for (String line : lines) {
      JsonNode found = JSON.readTree(line);
      assertThat(found.get("cosine").asDouble()).isLessThanOrEqualTo(before);
      assertThat(found.get("label").asInt()).isEqualTo(found.get("row").asInt() % 3);
      before = found.get("cosine").asDouble();
    }
  }

  @Test
  void shouldRefuseFilesThatAreDamaged() throws Exception {
    // given
    Path npy = folder.resolve("vectors.npy");
    embed(npy);
    byte[] bytes = Files.readAllBytes(npy);
    Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(bytes, 700));
    Path text = Files.writeString(folder.resolve("text.npy"), "file,label,v0\n,,1\n");
    Path csv = Files.writeString(folder.resolve("odd.csv"), "file,label,v0\na.png,1,two\n");

    Path uneven =
        Files.writeString(folder.resolve("uneven.csv"), "file,label,v0,v1\na,1,2,3\nb,1,2\n");
    Path empty = Files.writeString(folder.resolve("empty.csv"), "");
    Path silent = folder.resolve("silent.wav");
    Files.write(silent, WavWriter.bytes(new Sound(8000, new short[4000])));

    // when, then
    assertThat(search(uneven, "seven").err()).contains("uneven.csv has 3 cells in row 2");
    assertThat(search(empty, "seven").err()).contains("empty.csv has no vectors");
    assertThat(search(npy, "--sound", silent.toString()).err())
        .contains("silent.wav: A sound must not be silent");
    assertThat(search(folder.resolve("vectors.parquet"), "seven").err())
        .contains("vectors.parquet is neither .npy nor .csv");
    assertThat(search(cut, "seven").err()).contains("cut.npy has", "truncated or damaged");
    assertThat(search(text, "seven").err()).contains("text.npy is not a NumPy file");
    assertThat(search(csv, "seven").err())
        .contains("odd.csv has 'two' for v0 in row 1; expected a number");
  }

  @Test
  void shouldAskForOneQuery() throws Exception {
    // given
    Path npy = folder.resolve("vectors.npy");
    embed(npy);

    // when
    Run none = search(npy);
    Run both = search(npy, "seven", "--sound", "seven.wav");
    Run blank = search(npy, " ");

    // then
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("Give a TEXT to search for, or --sound FILE");
    assertThat(blank.err()).contains("A caption must not be blank");
  }

  private void embed(Path out) throws IOException {
    Run run =
        Run.of(
            "embed",
            "--source",
            Fixtures.source(folder, 5),
            "--checkpoint",
            checkpoint.toString(),
            "--out",
            out.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private Run search(Path file, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("search", "--in", file.toString(), "--checkpoint", checkpoint.toString()));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  private static String text(float[] vector) {
    return IntStream.range(0, vector.length)
        .mapToObj(i -> Float.toString(vector[i]))
        .collect(Collectors.joining(","));
  }
}
