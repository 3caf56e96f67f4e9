package io.contrastream.topology.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import io.contrastream.network.ImageEncoders;
import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;
import io.contrastream.testing.TestSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drift at low and high rates, with embeddings of the shipped checkpoint. */
class DriftRateTest {
  private static final int VECTORS = 1000;
  private static float[][] drawn;
  private static float[][] inverted;

  private final Random random = new Random(1);
  private long startMs;

  @BeforeAll
  static void embed() {
    Path file = Path.of("checkpoints/contrastream-mnist.safetensors");
    try (Encoder<byte[]> encoder =
        ImageEncoders.load(
            CheckpointFile.load(file), file.toString(), ForwardPath.FAST, List.of())) {
      drawn = encoder.embed(pixels("drawn:" + VECTORS));
      inverted = encoder.embed(pixels("inverted:drawn:" + VECTORS));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "40, loss.window=10s, drift.images=500, drift.threshold=0.05", // the defaults
    "1000, loss.window=10s, drift.images=500, drift.threshold=0.05",
    "40, loss.window=2s, drift.images=200, drift.threshold=0.1", // the demo's
    "1000, loss.window=2s, drift.images=200, drift.threshold=0.1"
  })
  void shouldMarkDriftAtEachRateAndNothingElse(
      int rate, String window, String images, String threshold) {
    Settings settings = TestSettings.of(window, images, threshold);
    DriftWatch watch = new DriftWatch(store(), settings.drift());
    int windowSeconds = (int) settings.loss().window().toSeconds();
    int perWindow = rate * windowSeconds;

    List<Boolean> before =
        IntStream.range(0, 5 * 60 / windowSeconds)
            .mapToObj(i -> judge(watch, window(drawn, perWindow)))
            .flatMap(Optional::stream)
            .toList();
    List<Boolean> after =
        IntStream.range(0, 30 / windowSeconds)
            .mapToObj(i -> judge(watch, window(inverted, perWindow)))
            .flatMap(Optional::stream)
            .toList();

    assertThat(before).as("marks in five minutes without drift").isNotEmpty().containsOnly(false);
    assertThat(after).as("marks in the 30 seconds after it").contains(true);
  }

  private static Optional<Boolean> judge(DriftWatch watch, LossPart window) {
    return watch.distance(window).map(watch::isDrift);
  }

  /** Counts each image twice: the two of a pair are alike, so they vary more than single ones. */
  private LossPart window(float[][] vectors, int images) {
    EmbeddingSums sums = new EmbeddingSums();
    for (int i = 0; i < images; i += 2) {
      float[] vector = vectors[random.nextInt(vectors.length)];
      sums.add(vector);
      sums.add(vector);
    }
    return new LossPart(
        "checkpoint", ModalityPair.IMAGES, startMs++, LossSums.ofUnmatched(0), sums);
  }

  private static List<byte[]> pixels(String source) {
    DigitSource digits = DigitSources.open(source, 1);
    return Stream.iterate(0, i -> i + 1)
        .limit(VECTORS)
        .map(digits::get)
        .map(Digit::pixels)
        .toList();
  }

  private static KeyValueStore<String, LossPart> store() {
    KeyValueStore<String, LossPart> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("references"), Serdes.String(), new LossPartSerde())
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
    return store;
  }
}
