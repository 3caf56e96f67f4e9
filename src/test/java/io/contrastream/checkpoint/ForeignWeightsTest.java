package io.contrastream.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.TorchSave.Numbers;
import io.contrastream.checkpoint.TorchSave.Raw;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights of our network as other programs save them. */
class ForeignWeightsTest {
  private final Checkpoint network = Checkpoints.network(7);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "module.",
        "_orig_mod.",
        "model.",
        "net.",
        "module._orig_mod.",
        "model.net.module."
      })
  void shouldRemoveAPrefixThatAllNamesShare(String prefix) {
    // given
    Map<String, Object> wrapped = stateDict(prefix, Numbers::of);

    // when
    Checkpoint read = load(wrapped);

    // then
    assertThat(read.id()).isEqualTo(network.id());
    assertThat(changes(read)).isEqualTo("prefix '" + prefix + "' removed");
  }

  @Test
  void shouldRemoveAPrefixFromSafetensorsAsWell() {
    // given
    Map<String, Tensor> wrapped = new LinkedHashMap<>();
    network.tensors().forEach((name, tensor) -> wrapped.put("module." + name, tensor));
    Path file = folder.resolve("wrapped.safetensors");
    CheckpointFile.save(new Checkpoint(wrapped, Map.of("epoch", "7")), file);

    // when
    Checkpoint read = CheckpointFile.load(file);

    // then
    assertThat(read.id()).isEqualTo(network.id());
    assertThat(read.metadata())
        .isEqualTo(Map.of("epoch", "7", "imported", "prefix 'module.' removed"));
  }

  @Test
  void shouldLeaveTheCounterOfAnAveragedModelOut() {
    Map<String, Object> averaged = stateDict("module.", Numbers::of);
    averaged.put("n_averaged", Numbers.of(Tensor.ofLong(9)));

    assertThat(load(averaged).id()).isEqualTo(network.id());
  }

  @Test
  void shouldNameATensorThatStandsBesideThePrefix() {
    // given
    Map<String, Object> wrapped = stateDict("encoder.", Numbers::of);
    wrapped.put("head.weight", Numbers.of(Tensor.ofLong(9)));

    // when
    Checkpoint read = load(wrapped);

    // then
    assertThatThrownBy(() -> Networks.check(read, "foreign.pt"))
        .hasMessageEndingWith("contrastive-cnn-1: head.weight is not in the network");
  }

  @Test
  void shouldSayInOneSentenceThatTwoNetworksAreThere() {
    // given
    Map<String, Object> both = stateDict("student.", Numbers::of);
    both.putAll(stateDict("teacher.", Numbers::of));

    // when
    Checkpoint read = load(both);

    // then
    assertThatThrownBy(() -> Networks.check(read, "foreign.pt"))
        .hasMessageContainingAll("teacher.conv1.0.weight is not in the network", "and 14 more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model_state_dict", "state_dict", "model", "net", "network", "encoder"})
  void shouldReadWeightsUnderAKeyOfATrainingCheckpoint(String key) {
    // given
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("epoch", 3);
    training.put("rng_state", new Numbers("ByteStorage", 1, new byte[5056], 5056));
    training.put("mask", new Numbers("BoolStorage", 1, new byte[] {1, 0, 1}, 3));
    training.put(key, stateDict("", Numbers::of));
    training.put("cuda_rng_state", List.of(new Numbers("ByteStorage", 1, new byte[16], 16)));
    training.put("spectrum", new Numbers("ComplexFloatStorage", 8, new byte[16], 2));
    training.put(
        "optimizer", Map.of("state", Map.of(0, Map.of("step", 4)), "param_groups", List.of()));
    training.put("milestones", new Raw("ccollections\nCounter\n}J\1\0\0\0J\2\0\0\0s\u0085R"));
    training.put("shape", new Raw("ctorch\nSize\n(J\1\0\0\0t\u0085R"));
    training.put("device", new Raw("ctorch\ndevice\nX\3\0\0\0cpu\u0085R"));

    // when
    Checkpoint read = load(training);

    // then
    assertThat(read.id()).isEqualTo(network.id());
    assertThat(changes(read)).isEqualTo("read from '" + key + "'");
  }

  @Test
  void shouldReadWeightsTwoKeysDeepUnderAPrefix() {
    Map<String, ?> deep = Map.of("model", Map.of("state_dict", stateDict("module.", Numbers::of)));

    Checkpoint read = load(deep);

    assertThat(read.id()).isEqualTo(network.id());
    assertThat(changes(read)).isEqualTo("read from 'model.state_dict'; prefix 'module.' removed");
  }

  @Test
  void shouldTakeTheWeightsAndNotADictionaryOfSettingsUnderAUsualKey() {
    Map<String, ?> training =
        Map.of("model", Map.of("width", 32), "weights", stateDict("", Numbers::of));

    assertThat(load(training).id()).isEqualTo(network.id());
  }

  @Test
  void shouldNotChooseBetweenDictionariesUnderUnusualKeys() {
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("left", stateDict("", Numbers::of));
    training.put("right", stateDict("", Numbers::of));

    assertThatThrownBy(() -> load(training))
        .hasMessageContaining("holds several dictionaries of tensors: 'left', 'right'; export");
  }

  @Test
  void shouldNameTheKeyOfNumbersThatCanNotBeRead() {
    Map<String, Object> weights = stateDict("", Numbers::of);
    weights.put("spectrum", new Numbers("ComplexFloatStorage", 8, new byte[16], 2));

    assertThatThrownBy(() -> load(weights))
        .hasMessageContaining("'spectrum' has numbers of type 'torch.ComplexFloatStorage'");
  }

  @Test
  void shouldReadParameters() {
    Raw parameter =
        new Raw(
            "ctorch._utils\n_rebuild_parameter\n("
                + PARAMETER
                + "\u0088ccollections\nOrderedDict\n)RtR");
    Path file = TorchSave.write(folder.resolve("foreign.pt"), Map.of("t", ZERO, "w", parameter));

    assertThat(CheckpointFile.load(file).tensors().get("w").dimensions()).isEqualTo(List.of(1L));
  }

  private static final Numbers ZERO = new Numbers("FloatStorage", 4, new byte[4], 1);

  @SuppressWarnings("StringConcatToTextBlock") // a pickle: its line feeds are not the file's
  private static final String PARAMETER =
      "ctorch._utils\n"
          + "_rebuild_tensor\n"
          + "((X\7\0\0\0storagectorch\n"
          + "FloatStorage\n"
          + "X\1\0\0\0000X\3\0\0\0cpuJ\1\0\0\0tQJ\0\0\0\0(J\1\0\0\0t(J\1\0\0\0ttR";

  @ParameterizedTest
  @CsvSource({
    "HalfStorage, float16",
    "BFloat16Storage, bfloat16",
    "DoubleStorage, float64",
  })
  void shouldConvertFloatsOfAnotherPrecisionAndCountersWithThem(String storage, String type) {
    // given
    Map<String, Object> halved = stateDict("", tensor -> quarters(tensor, storage));

    // when
    Checkpoint read = load(halved);

    // then
    Networks.check(read, "converted");
    assertThat(read.tensors().get("conv1.0.bias").data().getFloat(0)).isEqualTo(0.25f);
    assertThat(read.tensors().get("conv1.1.num_batches_tracked").data().getLong()).isZero();
    assertThat(changes(read)).startsWith(type + " converted to float32; conv1.1.num_batches");
  }

  /** All numbers are a quarter. */
  private static Numbers quarters(Tensor tensor, String storage) {
    int count = tensor.data().remaining() / tensor.type().bytes;
    byte[] quarter =
        switch (storage) {
          case "HalfStorage" -> new byte[] {0, 0x34};
          case "BFloat16Storage" -> new byte[] {(byte) 0x80, 0x3e};
          default -> new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xd0, 0x3f};
        };
    byte[] data = new byte[count * quarter.length];
    IntStream.range(0, data.length).forEach(i -> data[i] = quarter[i % quarter.length]);
    return new Numbers(storage, quarter.length, data, tensor.shape());
  }

  @ParameterizedTest
  @CsvSource({
    "0000, 0", "8000, -0.0", "0001, 5.9604645e-8", "03ff, 6.097555e-5", "0400, 6.1035156e-5",
    "3c00, 1", "c000, -2", "3555, 0.33325195", "7bff, 65504", "7c00, Infinity",
    "fc00, -Infinity", "7e00, NaN",
  })
  void shouldConvertEachKindOfHalfPrecisionNumber(String bits, float expected) {
    byte[] half = {
      (byte) Integer.parseInt(bits.substring(2), 16),
      (byte) Integer.parseInt(bits.substring(0, 2), 16)
    };

    Checkpoint read = load(Map.of("w", new Numbers("HalfStorage", 2, half)));

    assertThat(read.tensors().get("w").data().getFloat()).isEqualTo(Float.valueOf(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "IntStorage, 4, -2",
    "ShortStorage, 2, -2",
    "CharStorage, 1, -2",
    "ByteStorage, 1, 254",
  })
  void shouldReadWholeNumbersOfOtherWidths(String storage, int width, long expected) {
    byte[] data = new byte[width];
    Arrays.fill(data, (byte) 0xff);
    data[0] = (byte) 0xfe;

    Checkpoint read = load(Map.of("w", new Numbers(storage, width, data)));

    assertThat(read.tensors().get("w").data().getLong()).isEqualTo(expected);
  }

  @Test
  void shouldConvertSafetensorsOfHalfPrecision() {
    byte[] header =
        "{'w':{'dtype':'BF16','shape':[2],'data_offsets':[0,4]}}"
            .replace('\'', '"')
            .getBytes(US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(8 + header.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header).putShort((short) 0x3f80).putShort((short) 0xc000);

    Checkpoint read = Safetensors.decode(file.flip(), "half.safetensors");

    assertThat(read.tensors().get("w").data().asFloatBuffer().get(1)).isEqualTo(-2);
    assertThat(changes(read)).isEqualTo("bfloat16 converted to float32");
  }

  @Test
  void shouldTakeMissingCountersAsZeroAndNothingElse() {
    // given
    Map<String, Object> old = stateDict("", Numbers::of);
    old.keySet().removeIf(name -> name.endsWith("num_batches_tracked"));

    // when
    Checkpoint read = load(old);

    // then
    Networks.check(read, "old");
    assertThat(read.tensors().get("conv2.1.num_batches_tracked").data().getLong()).isZero();
    assertThat(changes(read)).contains("conv2.1.num_batches_tracked is missing, taken as 0");
    old.remove("conv1.1.running_mean");
    assertThat(load(old).tensors()).hasSize(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.pt", "a.pth", "a.pth.tar", "a.ckpt", "a.bin", "a.safetensors", "a"})
  void shouldTellTheFormatFromTheFirstBytes(String name) throws IOException {
    // given
    Path pytorch = TorchSave.write(folder.resolve("0.pt"), stateDict("", Numbers::of));
    Path safetensors = folder.resolve("0.safetensors");
    CheckpointFile.save(network, safetensors);

    // when / then
    for (Path file : List.of(pytorch, safetensors)) {
      Path renamed = Files.move(file, folder.resolve(name));
      assertThat(CheckpointFile.load(renamed).id()).isEqualTo(network.id());
      Files.delete(renamed);
    }
  }

  @Test
  void shouldReadATrainingCheckpointInTheLayoutBeforePytorch16() throws IOException {
    // given
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("rng_state", new Numbers("ByteStorage", 1, new byte[5056], 5056));
    training.put("state_dict", stateDict("module.", Numbers::of));
    Path file = Files.write(folder.resolve("old.pth.tar"), TorchSave.legacy(training));

    // when
    Checkpoint read = CheckpointFile.load(file);

    // then
    assertThat(read.id()).isEqualTo(network.id());
  }

  @Test
  void shouldRefuseTheOldLayoutTruncatedAnywhere() throws IOException {
    byte[] whole = TorchSave.legacy(Map.of("w", ZERO, "v", ZERO));

    for (int length = 2; length < whole.length; length++) {
      Path file = Files.write(folder.resolve("old.pt"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> PytorchFile.read(file))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("old.pt");
    }
    assertThat(load(whole).tensors()).hasSize(2);
  }

  @Test
  void shouldRefuseAnotherSizeInTheOldLayout() {
    byte[] file = TorchSave.legacy(Map.of("w", ZERO));
    file[file.length - Float.BYTES - Long.BYTES] = 2;

    assertThatThrownBy(() -> load(file)).hasMessageContaining("storage '0' has another size");
  }

  @Test
  void shouldSayHowToExportWhatTheOldLayoutCanNotSkip() {
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("spectrum", new Numbers("ComplexFloatStorage", 8, new byte[16], 2));
    training.put("state_dict", Map.of("w", ZERO));

    assertThatThrownBy(() -> load(TorchSave.legacy(training)))
        .hasMessageContainingAll("storage '0' belongs to no tensor", "torch.save(net.state_dict()");
  }

  @Test
  void shouldRefuseAPickleThatTorchSaveDidNotWrite() {
    assertThatThrownBy(() -> load(new byte[] {(byte) 0x80, 2, '}', '.'}))
        .hasMessageContaining("is a pickle, but not a file of torch.save: export the state_dict");
  }

  private Checkpoint load(byte[] file) {
    return CheckpointFile.load(Pickles.write(folder, file));
  }

  private Checkpoint load(Map<String, ?> root) {
    return CheckpointFile.load(TorchSave.write(folder.resolve("evil.pt"), root));
  }

  private static String changes(Checkpoint read) {
    return read.metadata().get(Checkpoint.CHANGES);
  }

  private Map<String, Object> stateDict(String prefix, Function<Tensor, Numbers> as) {
    Map<String, Object> tensors = new LinkedHashMap<>();
    network.tensors().forEach((name, tensor) -> tensors.put(prefix + name, as.apply(tensor)));
    return tensors;
  }
}
