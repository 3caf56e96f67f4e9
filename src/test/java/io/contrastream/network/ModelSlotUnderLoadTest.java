package io.contrastream.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.ForwardPath;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSet;
import io.contrastream.encoding.Model;
import io.contrastream.encoding.ModelSlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Swaps real networks while two threads predict, which would crash the process if done wrong. */
class ModelSlotUnderLoadTest {
  /** A leak grows in each of them; the heap and the compiler, which share the process, in few. */
  private static final int STRETCHES = 3;

  private static final int SWAPS = 200;
  private static final int WARM_UP_SWAPS = 40;
  private static final long TOLERATED_GROWTH = 100L << 20;
  private static final Path MEMORY = Path.of("/proc/self/statm");

  private final List<byte[]> images = PytorchFixtures.images("images.bin");
  private final List<Checkpoint> checkpoints =
      List.of(PytorchFixtures.network(), InitialWeights.of(1));
  private final Map<String, float[][]> expected =
      checkpoints.stream().collect(Collectors.toMap(Checkpoint::id, this::vectors));

  @Test
  void shouldNeverMixNorCrashNorLeakWhileSwapping() throws Exception {
    assumeTrue(Files.exists(MEMORY), "resident memory is known on Linux only");
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (ModelSlot slot = new ModelSlot(EncoderSet.ofImages(load(checkpoints.get(0))))) {
      List<Future<Integer>> wrong =
          Stream.generate(() -> threads.submit(() -> predict(slot, done))).limit(2).toList();

      swap(slot, WARM_UP_SWAPS);
      long growth = Long.MAX_VALUE;
      for (int i = 0; i < STRETCHES; i++) {
        long before = residentBytes();
        swap(slot, SWAPS);
        growth = Math.min(growth, residentBytes() - before);
      }
      done.set(true);

      assertThat(wrong.get(0).get()).as("wrong vectors").isZero();
      assertThat(wrong.get(1).get()).as("wrong vectors").isZero();
      assertThat(growth).as("bytes gained by %d swaps", SWAPS).isLessThan(TOLERATED_GROWTH);
    } finally {
      done.set(true);
      threads.shutdown();
    }
  }

  private void swap(ModelSlot slot, int times) {
    for (int i = 1; i <= times; i++) {
      slot.swap(EncoderSet.ofImages(load(checkpoints.get(i % 2))));
    }
  }

  private int predict(ModelSlot slot, AtomicBoolean done) {
    int wrong = 0;
    while (!done.get()) {
      try (Model model = slot.acquire()) {
        float[][] vectors = model.images().embed(images);
        wrong += Arrays.deepEquals(vectors, expected.get(model.checkpointId())) ? 0 : 1;
      }
    }
    return wrong;
  }

  private float[][] vectors(Checkpoint checkpoint) {
    try (Encoder<byte[]> model = load(checkpoint)) {
      return model.embed(images);
    }
  }

  private static Encoder<byte[]> load(Checkpoint checkpoint) {
    return ImageEncoders.load(checkpoint, "a test", ForwardPath.FAST, List.of());
  }

  private static long residentBytes() throws IOException {
    return Long.parseLong(Files.readString(MEMORY).split(" ")[1]) * 4096;
  }
}
