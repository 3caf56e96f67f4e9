package io.contrastream.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final String ONE = "'dtype':'F32','shape':[1],'data_offsets':[0,4]";

  @Test
  void shouldKeepEveryBitOfTheTensors() {
    Checkpoint checkpoint = Checkpoints.small();

    Checkpoint read = Safetensors.decode(Safetensors.encode(checkpoint), "small.safetensors");

    assertThat(WeightDigest.of(read.tensors())).isEqualTo(WeightDigest.of(checkpoint.tensors()));
  }

  @Test
  void shouldKeepTheOrderOfTheTensors() {
    Checkpoint checkpoint = Checkpoints.network(1);

    Checkpoint read = Safetensors.decode(Safetensors.encode(checkpoint), "network.safetensors");

    assertThat(read.tensors().keySet()).containsExactlyElementsOf(checkpoint.tensors().keySet());
  }

  @Test
  void shouldKeepTheFreeMetadataAndNothingElse() {
    Map<String, String> facts = Map.of("epoch", "7", "remark", "two lines\n\"quoted\" – ünïcode");
    Checkpoint checkpoint = new Checkpoint(Checkpoints.small().tensors(), facts);

    Checkpoint read = Safetensors.decode(Safetensors.encode(checkpoint), "small.safetensors");

    assertThat(read.metadata()).isEqualTo(facts);
  }

  @Test
  void shouldKeepACheckpointWithoutTensors() {
    Checkpoint empty = new Checkpoint(Map.of(), Map.of());

    assertThat(Safetensors.decode(Safetensors.encode(empty), "empty").tensors()).isEmpty();
  }

  @Test
  void shouldWriteTheIdentityIntoTheHeader() {
    Checkpoint checkpoint = Checkpoints.network(1);

    Map<String, String> metadata = header(Safetensors.encode(checkpoint)).metadata();

    assertThat(metadata)
        .containsEntry("contrastream.id", checkpoint.id())
        .containsEntry("contrastream.sha256", WeightDigest.of(checkpoint.tensors()))
        .containsEntry("contrastream.architecture", "contrastive-cnn-1")
        .containsEntry("contrastream.dimension", "64");
  }

  @Test
  void shouldNameNoArchitectureThatTheWeightsDoNotHave() {
    assertThat(header(Safetensors.encode(Checkpoints.small())).metadata())
        .doesNotContainKey("contrastream.architecture");
  }

  @ParameterizedTest
  @ValueSource(strings = {"contrastream.id", "contrastream.architecture"})
  void shouldNotLetMetadataForgeTheIdentity(String key) {
    Map<String, String> forged = Map.of(key, "forged");
    Checkpoint checkpoint = new Checkpoint(Checkpoints.small().tensors(), forged);

    assertThat(header(Safetensors.encode(checkpoint)).metadata()).doesNotContainValue("forged");
  }

  @Test
  void shouldAlignTheNumbersToEightBytes() {
    long header =
        ByteBuffer.wrap(Safetensors.encode(Checkpoints.small()))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();

    assertThat(header % 8).isZero();
  }

  @Test
  void shouldRefuseMetadataThatDoNotFitIntoAHeader() {
    Map<String, String> large = Map.of("log", "x".repeat(1 << 20));

    assertThatThrownBy(() -> Safetensors.encode(new Checkpoint(Map.of(), large)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("shorten the metadata");
  }

  @Test
  void shouldReadAFileWithoutIdentity() {
    Checkpoint read = Safetensors.decode(file("{'a':{%s}}".formatted(ONE), 4), "foreign");

    assertThat(read.tensors().get("a").shape()).containsExactly(1);
  }

  @Test
  void shouldReadTensorsThatLieInAnotherOrderThanTheyAreNamed() {
    String json =
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[8,12]},"
            + "'b':{'dtype':'I64','shape':[],'data_offsets':[0,8]}}";

    assertThat(Safetensors.decode(file(json, 12), "foreign").tensors().keySet())
        .containsExactly("a", "b");
  }

  @Test
  void shouldRefuseAFileThatEndsAnywhereTooEarly() {
    byte[] whole = Safetensors.encode(Checkpoints.small());

    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Safetensors.decode(part, "part.safetensors"))
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith("part.safetensors: ");
    }
  }

  @Test
  void shouldRefuseOrReadEqualWhateverByteIsChanged() {
    Checkpoint checkpoint = new Checkpoint(Checkpoints.small().tensors(), Map.of());
    byte[] whole = Safetensors.encode(checkpoint);

    for (int place = 0; place < whole.length; place++) {
      byte[] changed = whole.clone();
      changed[place] ^= 0x15;
      try {
        Checkpoint read = Safetensors.decode(changed, "changed");
        // A letter of a key of the identity changed: a free fact now, and the weights are the same.
        assertThat(read.id()).isEqualTo(checkpoint.id());
      } catch (CheckpointException refused) {
        assertThat(refused).hasMessageStartingWith("changed: ");
      }
    }
  }

  @Test
  void shouldSayThatTheDigestDiffersWhereANumberWasChanged() {
    byte[] file = Safetensors.encode(Checkpoints.small());
    file[file.length - 1] ^= 1;

    assertThatThrownBy(() -> Safetensors.decode(file, "edited.safetensors"))
        .hasMessageContaining("edited.safetensors: the digest differs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"contrastream.id", "contrastream.sha256"})
  void shouldRefuseAnIdentityThatIsNotTheWeights(String key) {
    Checkpoint checkpoint = Checkpoints.small();
    String file = new String(Safetensors.encode(checkpoint), StandardCharsets.ISO_8859_1);
    String stated = '"' + key + "\":\"" + checkpoint.id().charAt(0);
    String forged = '"' + key + "\":\"z";
    byte[] edited = file.replace(stated, forged).getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> Safetensors.decode(edited, "edited"))
        .hasMessageContaining("digest differs");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, (1 << 20) + 1})
  void shouldRefuseAnOversizedHeaderBeforeReadingIt(long length) {
    byte[] file = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();

    assertThatThrownBy(() -> Safetensors.decode(file, "huge"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("the maximum is 1 MiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                                                  | start with a brace",
        "{'a':                                                               | not valid JSON",
        "{} {}                                                               | not valid JSON",
        "{'a':{ONE},'a':{ONE}}                                               | Duplicate field 'a'",
        "{'a':{ONE,'dtype':'F32'}}                                           | Duplicate field"
            + " 'dtype'",
        "{'__metadata__':{'k':'1','k':'2'}}                                  | Duplicate field 'k'",
        "{'__metadata__':[]}                                                 | not a map of texts",
        "{'__metadata__':{'k':1}}                                            | metadata 'k' is not"
            + " a text",
        "{'a':[]}                                                            | tensor 'a' has dtype"
            + " ''",
        "{'a':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]}}          | tensor 'a' has dtype"
            + " 'F8_E4M3', which is not supported",
        "{'a':{'dtype':'F32','data_offsets':[0,4]}}                          | shape is not a list",
        "{'a':{'dtype':'F32','shape':[1]}}                                   | data_offsets is not"
            + " a list",
        "{'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}}            | other than"
            + " whole numbers",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}             | other than"
            + " whole numbers",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,4]}} | other than"
            + " whole numbers",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4]}}                | its begin and its"
            + " end",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}              | its begin and its"
            + " end",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}              | does not fill its 4"
            + " bytes",
        "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,0]}} | too large",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}              | begins at byte 4",
        "{'a':{ONE},'b':{ONE}}                                               | begins at byte 0"
            + ", expected 4",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}              | is truncated",
        "{}                                                                  | too long",
      })
  void shouldRefuseAWrongHeaderAndSayWhatIsWrong(String json, String fault) {
    byte[] file = file(json.replace("ONE", ONE), 4);

    assertThatThrownBy(() -> Safetensors.decode(file, "wrong"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith("wrong: ")
        .hasMessageContaining(fault);
  }

  @Test
  void shouldRefuseAHeaderThatIsNoUtf8() {
    byte[] file = file("{'?':{%s}}".formatted(ONE), 4);
    file[10] = (byte) 0xff;

    assertThatThrownBy(() -> Safetensors.decode(file, "wrong")).hasMessageContaining("not UTF-8");
  }

  /** A file by hand: a header with single quotes for double ones, then so many zeros. */
  private static byte[] file(String json, int numbers) {
    byte[] header = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    file.writeBytes(header);
    file.writeBytes(new byte[numbers]);
    return file.toByteArray();
  }

  private static SafetensorsHeader header(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    return SafetensorsHeader.parse(bytes.slice(8, (int) bytes.getLong()), "file");
  }
}
