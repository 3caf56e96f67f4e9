package io.contrastream.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.TorchSave.Numbers;
import io.contrastream.checkpoint.TorchSave.Raw;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tensors of PyTorch whose numbers are not simply those of a storage. */
class PytorchViewsTest {
  private static final Numbers ROOT = numbers(10, 11, 12, 13, 14, 15);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"0, 6, 0, 10", "2, 4, 0, 12", "3, 3, 1, 14", "0, 2, 0, 10"})
  void shouldReadAViewOfAStorageFromItsStart(int start, int size, int offset, float first) {
    // given: files of PyTorch up to 1.0 name the part of a storage that a tensor uses
    Raw view = view(start, size, offset);

    // when
    Map<String, Tensor> tensors = load(TorchSave.legacy(rootAnd(view))).tensors();

    // then
    assertThat(floats(tensors.get("view"))).containsExactly(first, first + 1);
    assertThat(floats(tensors.get("root"))).containsExactly(10, 11, 12, 13, 14, 15);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 3, 0, a view that reaches beyond its storage",
    "-1, 3, 1, a view that reaches beyond its storage",
    "2, -1, 0, a view that reaches beyond its storage",
    "1, 2, 1, a tensor that reaches beyond its storage",
  })
  void shouldRefuseAViewThatReachesTooFar(int start, int size, int offset, String fault) {
    byte[] file = TorchSave.legacy(rootAnd(view(start, size, offset)));

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void shouldRefuseAPersistentIdThatSaysMore() {
    byte[] file = TorchSave.legacy(Map.of("w", tensor("NJ\1\0\0\0", 0, "")));

    assertThatThrownBy(() -> load(file)).hasMessageContaining("a persistent id of 7 parts");
  }

  @Test
  void shouldRefuseAListOfStoragesThatHoldsItself() {
    String file = new String(TorchSave.legacy(Map.of("epoch", 1)), ISO_8859_1);
    String listInItself = "\u0080\2]q\0h\0a.";
    String evil = file.substring(0, file.lastIndexOf('\u0080')) + listInItself;

    assertThatThrownBy(() -> load(evil.getBytes(ISO_8859_1)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("the list of its storages holds more than their keys");
  }

  @Test
  void shouldRefuseATensorWhoseNumbersWaitForANegation() {
    Path file = zip(Map.of("root", ROOT, "w", tensor("", 0, "}X\3\0\0\0neg\u0088s")));

    assertThatThrownBy(() -> CheckpointFile.load(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(
            "evil.pt is not a state_dict: 'w' is saved with metadata, such as a pending negation,"
                + " which would be lost: call resolve_neg() on it first; export the state_dict");
  }

  @ParameterizedTest
  @CsvSource({"N", "}"})
  void shouldReadATensorWithoutMetadata(String none) {
    Path file = zip(rootAnd(tensor("", 1, none)));

    assertThat(floats(CheckpointFile.load(file).tensors().get("view"))).containsExactly(11, 12);
  }

  private Path zip(Map<String, Object> root) {
    return TorchSave.write(folder.resolve("evil.pt"), root);
  }

  private Checkpoint load(byte[] file) {
    return CheckpointFile.load(Pickles.write(folder, file));
  }

  private static Map<String, Object> rootAnd(Raw view) {
    Map<String, Object> both = new LinkedHashMap<>();
    both.put("root", ROOT);
    both.put("view", view);
    return both;
  }

  private static Raw view(int start, int size, int offset) {
    return tensor("(X\2\0\0\0v0J" + number(start) + "J" + number(size) + "t", offset, "");
  }

  /** Two numbers of the first storage, with more parts of its id and more arguments. */
  private static Raw tensor(String parts, int offset, String arguments) {
    return new Raw(
        "ctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nFloatStorage\n"
            + "X\1\0\0\0000X\3\0\0\0cpuJ\6\0\0\0"
            + parts
            + "tQJ"
            + number(offset)
            + "(J\2\0\0\0t(J\1\0\0\0t\u0089}"
            + arguments
            + "tR");
  }

  private static String number(int number) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
    return new String(bytes, ISO_8859_1);
  }

  private static Numbers numbers(float... floats) {
    ByteBuffer data = ByteBuffer.allocate(4 * floats.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(floats);
    return new Numbers("FloatStorage", 4, data.array(), floats.length);
  }

  private static float[] floats(Tensor tensor) {
    float[] floats = new float[tensor.data().remaining() / Float.BYTES];
    tensor.data().asFloatBuffer().get(floats);
    return floats;
  }
}
