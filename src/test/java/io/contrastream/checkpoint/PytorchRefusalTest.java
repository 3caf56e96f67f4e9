package io.contrastream.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PytorchRefusalTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "os.system",
        "posix.system",
        "builtins.eval",
        "__builtin__.set",
        "builtins.ValueError",
        "exceptions.Exception",
        "builtins.bytearray",
        "__builtin__.complex",
        "decimal.Decimal",
        "array.array",
        "array._array_reconstructor",
        "datetime.datetime",
        "_codecs.encode",
        "copyreg._reconstructor",
        "operator.attrgetter",
        "collections.defaultdict",
        "torch._utils._rebuild_qtensor",
        "torch.jit._pickle.restore_type_tag",
        "some.unknown",
      })
  void shouldRefuseEveryOtherNameByName(String name) {
    int dot = name.lastIndexOf('.');
    String call = "c" + name.substring(0, dot) + "\n" + name.substring(dot + 1) + "\n(tR.";

    refused("\u0080\2" + call, "evil.pt asks for '" + name + "'", "nothing of it was run");
  }

  @Test
  void shouldRefuseANameTakenFromTheStack() {
    refused("\u0080\4\u008c\2os\u008c\6system\u0093(tR.", "'os.system'");
  }

  @Test
  void shouldRefuseANameGivenToTheInstructionThatMakesAnInstance() {
    refused("(ios\nsystem\n.", "'os.system'");
  }

  @ParameterizedTest
  @CsvSource({"o,0x6f", "P,0x50", "S,0x53", "\u0081,0x81", "\u0082,0x82", "\u008a,-"})
  void shouldRefuseInstructionsThatNoStateDictNeeds(String instruction, String shown) {
    String fault = shown.equals("-") ? "malformed" : "'pickle instruction " + shown + "'";

    refused("\u0080\2" + instruction, fault);
  }

  @Test
  void shouldRefuseATextLongerThanThePickleWithoutTakingMemory() {
    refused("\u0080\2X\377\377\377\177", "malformed");
  }

  @Test
  void shouldRefuseADictionaryThatIsAKeyOfItself() {
    refused("\u0080\2}q\0h\0h\0s.", "a dictionary or list as a key");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 2, 1, beyond its storage",
    "1, 1, 1, 1, beyond its storage",
    "1, 0, 2, 2, beyond its storage",
    "1, -1, 1, 1, negative place",
    "1, 0, -1, 1, negative place or size",
    "1, 0, 1, -1, negative stride",
    "1, 0, 1 1, 1, different lengths",
    "-1, 0, 1, 1, a storage of -1 numbers",
    "2147483647, 0, 1, 1, a storage of 2147483647 numbers",
    "2, 0, 1, 1, another size",
  })
  void shouldRefuseAViewThatItsStorageDoesNotHold(
      int count, int offset, String shape, String strides, String fault) {
    refused(Pickles.tensor(count, offset, shape, strides), fault);
  }

  @Test
  void shouldRefuseASmallStorageThatIsStretchedBeyondTheBound() {
    refused(Pickles.tensor(1, 0, "2147483647 2147483647", "0 0"), "more than the 64 MiB");
    refused(Pickles.tensor(1, 0, "2147483647 ".repeat(3), "0 0 0"), "more than the 64 MiB");
  }

  @Test
  void shouldRefuseATensorOfAbsurdlyManyDimensions() {
    refused(Pickles.tensor(1, 0, "1 ".repeat(17), "1 ".repeat(17)), "17 dimensions");
  }

  @Test
  void shouldReadTheTensorThatTheRefusedOnesAreMadeFrom() {
    Path file = Pickles.file(folder, Pickles.tensor(1, 0, "1", "1"), 4);

    assertThat(PytorchFile.read(file).tensors()).containsOnlyKeys("w");
  }

  @Test
  void shouldRefuseAPickleThatIsNoDictionary() {
    refused("\u0080\2].", "is not a state_dict: it holds no dictionary");
  }

  @Test
  void shouldRefuseADictionaryOfOtherThingsNamingTheFirst() {
    refused("\u0080\2}X\5\0\0\0epochK\3s.", "is not a state_dict: 'epoch' is not a tensor");
  }

  @Test
  void shouldRefuseAPickleThatEndsAnywhereTooEarly() {
    String whole = Pickles.tensor(1, 0, "1", "1");

    for (int length = 0; length < whole.length(); length++) {
      refused(whole.substring(0, length), "malformed");
    }
  }

  @Test
  void shouldNeverFailOtherwiseThanByRefusalWhateverBytesThePickleHas() {
    byte[] whole = Pickles.tensor(1, 0, "1", "1").getBytes(StandardCharsets.ISO_8859_1);
    Random random = new Random(3);

    for (int round = 0; round < 3000; round++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(whole.length)] = (byte) random.nextInt();
      changed[random.nextInt(whole.length)] = (byte) random.nextInt();
      try {
        PytorchUnpickler.read(changed, "changed.pt");
      } catch (CheckpointException refused) {
        assertThat(refused).hasMessageStartingWith("changed.pt");
      }
    }
  }

  @Test
  void shouldRefuseCompressedEntriesSoThatNothingUnfolds() {
    Map<String, byte[]> bomb = Map.of("archive/data.pkl", new byte[1 << 19]);

    refused(Pickles.zip(folder, bomb, ZipEntry.DEFLATED), "is compressed");
  }

  @Test
  void shouldRefuseAnOversizedPickle() {
    Map<String, byte[]> large = Map.of("archive/data.pkl", new byte[(1 << 20) + 1]);

    refused(Pickles.zip(folder, large, ZipEntry.STORED), "larger than the 1 MiB");
  }

  @Test
  void shouldRefuseAnOversizedFileBeforeReadingIt() throws IOException {
    Path file = folder.resolve("evil.pt");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(CheckpointFile.MAX_BYTES + 1L);
    }

    refused(file, "larger than the 64 MiB");
  }

  @Test
  void shouldRefuseANumberThatWasChanged() throws IOException {
    byte[] file = Files.readAllBytes(Fixtures.path("network.pt"));
    file[file.length / 2] ^= 1;

    refused(Pickles.write(folder, file), "does not fit its checksum");
  }

  @Test
  void shouldRefuseEntriesThatOverlap() throws IOException {
    long whole = Files.size(Pickles.file(folder, Pickles.tensor(1, 0, "1", "1"), 0));
    int almostAll = (int) (whole - 60) / 4;
    Path file = Pickles.file(folder, Pickles.tensor(almostAll, 0, "1", "1"), 0);

    byte[] overlapping = Pickles.overlapping(Files.readAllBytes(file), almostAll * 4);

    refused(Pickles.write(folder, overlapping), "its entries overlap");
  }

  @Test
  void shouldRefuseAStorageThatIsMissing() {
    byte[] pickle = Pickles.tensor(1, 0, "1", "1").getBytes(StandardCharsets.ISO_8859_1);

    refused(
        Pickles.zip(folder, Map.of("archive/data.pkl", pickle), ZipEntry.STORED),
        "storage '0' is missing");
  }

  @Test
  void shouldRefuseNumbersOfABigEndianMachine() {
    Map<String, byte[]> entries =
        Map.of("archive/data.pkl", new byte[0], "archive/byteorder", "big".getBytes(UTF_8));

    refused(Pickles.zip(folder, entries, ZipEntry.STORED), "big-endian");
  }

  @Test
  void shouldRefuseAZipOfSomethingElse() {
    Map<String, byte[]> entries = Map.of("word/document.xml", new byte[3]);

    refused(Pickles.zip(folder, entries, ZipEntry.STORED), "a zip archive, but not of torch.save");
  }

  @Test
  void shouldRefuseAFileThatIsNoZip() {
    refused(
        Pickles.write(folder, new byte[100]), "is neither a file of torch.save nor of safetensors");
  }

  @Test
  void shouldRefuseATruncatedFile() throws IOException {
    byte[] whole = Files.readAllBytes(Fixtures.path("small-plain.pt"));

    for (int length = 0; length < whole.length; length += 37) {
      refused(Pickles.write(folder, Arrays.copyOf(whole, length)), "evil.pt");
    }
  }

  @Test
  void shouldSayThatAFileIsMissing() {
    assertThatThrownBy(() -> PytorchFile.read(folder.resolve("none.pt")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("does not exist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "small-module.pt | asks for 'torch.nn.modules.linear.Linear'",
        "small-script.pt | is a TorchScript program",
      })
  void shouldRefuseWhatPytorchSavesButIsNoStateDict(String fixture, String fault) {
    refused(Fixtures.path(fixture), fault);
  }

  private void refused(String pickle, String... faults) {
    refused(Pickles.file(folder, pickle, 4), faults);
  }

  private static void refused(Path file, String... faults) {
    assertThatThrownBy(() -> PytorchFile.read(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(faults)
        .message()
        .startsWith(file.toString())
        .doesNotContain("\n");
  }
}
