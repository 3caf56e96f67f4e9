package io.contrastream.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PytorchFileTest {
  private static final Path NETWORK = Fixtures.path("network.pt");
  private static final Path FIXTURES = NETWORK.getParent();

  @TempDir Path folder;

  @Test
  void shouldReadTheWeightsThatPytorchSaved() {
    String expected = Fixtures.json("network.json").get("sha256").textValue();

    assertThat(WeightDigest.of(PytorchFile.read(NETWORK).tensors())).isEqualTo(expected);
  }

  @Test
  void shouldKeepPytorchsOrder() {
    assertThat(PytorchFile.read(NETWORK).tensors().keySet())
        .containsExactlyElementsOf(Networks.IMAGE.parameters().keySet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"small-plain.pt", "small-protocol4.pt", "small-nested.pt", "small-legacy.pt"})
  void shouldReadAStateDictHoweverItIsWrapped(String fixture) {
    assertSame(PytorchFile.read(Fixtures.path(fixture)), Fixtures.json("small.json").get("plain"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"small-double.pt", "small-half.pt", "small-bfloat16.pt"})
  void shouldConvertOtherFloatsToFloat32(String fixture) {
    Tensor weight = PytorchFile.read(Fixtures.path(fixture)).tensors().get("weight");

    assertThat(weight.type()).isEqualTo(Tensor.Type.F32);
    assertThat(values(weight)).containsExactly(IntStream.range(0, 24).asDoubleStream().toArray());
  }

  @Test
  void shouldMakeViewsContiguous() {
    Checkpoint views = PytorchFile.read(Fixtures.path("small-views.pt"));

    assertSame(views, Fixtures.json("small.json").get("views"));
  }

  @Test
  void shouldReadBackWhatItWroteToTheBit() {
    Checkpoint network = PytorchFile.read(NETWORK);
    Path exported = folder.resolve("exported.pt");

    CheckpointFile.save(network, exported);

    assertThat(CheckpointFile.load(exported).id()).isEqualTo(network.id());
  }

  @Test
  void shouldReadBackScalarsAndEmptyTensors() {
    Checkpoint views = PytorchFile.read(Fixtures.path("small-views.pt"));
    Path exported = folder.resolve("exported.pt");

    CheckpointFile.save(views, exported);

    assertThat(CheckpointFile.load(exported).id()).isEqualTo(views.id());
  }

  @Test
  void shouldWriteTheSameBytesForTheSameWeights() {
    Checkpoint network = Checkpoints.network(1);

    assertThat(PytorchWriter.encode(network.tensors()))
        .isEqualTo(PytorchWriter.encode(network.tensors()));
  }

  /** The proof that counts: PyTorch itself, in its safest mode, takes the file for its own. */
  @Test
  void shouldWriteWhatPytorchLoadsWithWeightsOnly() throws Exception {
    Path exported = folder.resolve("exported.pt");
    CheckpointFile.save(PytorchFile.read(NETWORK), exported);

    String verdict =
        python("-c", COMPARISON, exported.toString(), NETWORK.toString(), FIXTURES.toString());

    assertThat(verdict).isEqualTo("equal, loaded strictly");
  }

  private static final String COMPARISON =
      """
      import sys
      import torch
      sys.path.insert(0, sys.argv[3])
      sys.dont_write_bytecode = True
      from make_fixtures import Network
      ours = torch.load(sys.argv[1], weights_only=True)
      theirs = torch.load(sys.argv[2], weights_only=True)
      assert type(ours) is type(theirs) and list(ours) == list(theirs)
      for name, tensor in theirs.items():
          assert ours[name].dtype == tensor.dtype, name
          assert ours[name].stride() == tensor.stride(), name
          assert torch.equal(ours[name], tensor), name
      Network(0.3).load_state_dict(ours, strict=True)
      print("equal, loaded strictly")
      """;

  private static String python(String... arguments) throws Exception {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      String output = run(python, arguments);
      if (!output.contains("No module named")) {
        return output;
      }
    }
    assumeTrue(false, "No Python with PyTorch and NumPy here, to show the exported file to");
    return "";
  }

  private static String run(String python, String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, python);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor(1, TimeUnit.MINUTES) ? output.strip() : "still running";
    } catch (IOException e) {
      return "No module named anything: " + e.getMessage();
    }
  }

  private static void assertSame(Checkpoint read, JsonNode expected) {
    List<String> names = new ArrayList<>();
    expected.fieldNames().forEachRemaining(names::add);
    assertThat(read.tensors().keySet()).containsExactlyElementsOf(names);
    for (Map.Entry<String, Tensor> named : read.tensors().entrySet()) {
      JsonNode tensor = expected.get(named.getKey());
      assertThat(named.getValue().shape())
          .as(named.getKey())
          .containsExactly(numbers(tensor.get("shape")).mapToLong(JsonNode::asLong).toArray());
      assertThat(values(named.getValue()))
          .as(named.getKey())
          .containsExactly(numbers(tensor.get("values")).mapToDouble(JsonNode::asDouble).toArray());
    }
  }

  private static Stream<JsonNode> numbers(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static double[] values(Tensor tensor) {
    var data = tensor.data();
    double[] values = new double[data.remaining() / tensor.type().bytes];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.type() == Tensor.Type.F32 ? data.getFloat() : data.getLong();
    }
    return values;
  }
}
