package io.contrastream.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.Networks;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EncoderSlotTest {
  private final FakeModel first = new FakeModel("first");
  private final FakeModel second = new FakeModel("second");
  private final EncoderSlot<byte[]> slot = new EncoderSlot<>(first);

  @Test
  void shouldLendTheModelThatWasSwappedIn() {
    slot.swap(second);

    assertThat(slot.checkpointId()).isEqualTo("second");
    try (Encoder<byte[]> embedder = slot.acquire()) {
      assertThat(embedder.checkpointId()).isEqualTo("second");
    }
  }

  @Test
  void shouldFreeAnUnusedModelWhenItIsSwappedOut() {
    slot.swap(second);

    assertThat(first.timesFreed).hasValue(1);
    assertThat(second.timesFreed).hasValue(0);
  }

  @Test
  void shouldKeepABorrowedModelUntilItsLastBorrowerHasLeft() {
    Encoder<byte[]> one = slot.acquire();
    Encoder<byte[]> two = slot.acquire();
    slot.swap(second);

    one.close();
    assertThat(first.timesFreed).hasValue(0);
    two.close();
    assertThat(first.timesFreed).hasValue(1);
  }

  @Test
  void shouldLetABorrowerGoOnWithItsModelAfterASwap() {
    try (Encoder<byte[]> embedder = slot.acquire()) {
      slot.swap(second);

      assertThat(embedder.checkpointId()).isEqualTo("first");
      assertThat(embedder.embed(List.of(new byte[784]))).hasDimensions(1, 64);
    }
  }

  @Test
  void shouldCountALoanReturnedTwiceOnce() {
    Encoder<byte[]> twice = slot.acquire();
    Encoder<byte[]> other = slot.acquire();
    slot.swap(second);

    twice.close();
    twice.close();

    assertThat(first.timesFreed).hasValue(0);
    other.close();
  }

  @Test
  void shouldRefuseToEmbedWithALoanThatWasReturned() {
    Encoder<byte[]> returned = slot.acquire();
    returned.close();

    assertThatThrownBy(() -> returned.embed(List.of(new byte[784])))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldFreeItsModelWhenItIsClosed() {
    slot.close();
    slot.close();

    assertThat(first.timesFreed).hasValue(1);
  }

  @Test
  void shouldLendNothingOnceClosed() {
    slot.close();

    assertThatThrownBy(slot::acquire).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldFreeAModelThatComesTooLate() {
    slot.close();

    assertThatThrownBy(() -> slot.swap(second)).isInstanceOf(IllegalStateException.class);
    assertThat(second.timesFreed).hasValue(1);
  }

  private static final class FakeModel implements Encoder<byte[]> {
    private final String id;
    private final AtomicInteger timesFreed = new AtomicInteger();

    FakeModel(String id) {
      this.id = id;
    }

    @Override
    public String checkpointId() {
      return id;
    }

    @Override
    public EncoderSpec spec() {
      return Networks.IMAGE.spec();
    }

    @Override
    public float[][] embed(List<byte[]> images) {
      return new float[images.size()][spec().dimension()];
    }

    @Override
    public void close() {
      timesFreed.incrementAndGet();
    }
  }
}
