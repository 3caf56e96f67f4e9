package io.contrastream.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.caption.Caption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSlotTest {
  private final FakeModel first = new FakeModel("first");
  private final FakeModel second = new FakeModel("second");
  private final ModelSlot slot = new ModelSlot(first);

  @Test
  void shouldLendTheModelThatWasSwappedIn() {
    slot.swap(second);

    assertThat(slot.checkpointId()).isEqualTo("second");
    try (Model model = slot.acquire()) {
      assertThat(model.checkpointId()).isEqualTo("second");
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
    Model one = slot.acquire();
    Model two = slot.acquire();
    slot.swap(second);

    one.close();
    assertThat(first.timesFreed).hasValue(0);
    two.close();
    assertThat(first.timesFreed).hasValue(1);
  }

  @Test
  void shouldLetABorrowerGoOnWithItsModelAfterASwap() {
    try (Model model = slot.acquire()) {
      slot.swap(second);

      assertThat(model.checkpointId()).isEqualTo("first");
      assertThat(model.images().embed(List.of(new byte[784]))).hasDimensions(1, 64);
    }
  }

  @Test
  void shouldCountALoanReturnedTwiceOnce() {
    Model twice = slot.acquire();
    Model other = slot.acquire();
    slot.swap(second);

    twice.close();
    twice.close();

    assertThat(first.timesFreed).hasValue(0);
    other.close();
  }

  @Test
  void shouldRefuseToEmbedWithALoanThatWasReturned() {
    Model returned = slot.acquire();
    Encoder<byte[]> images = returned.images();
    returned.close();

    assertThatThrownBy(() -> images.embed(List.of(new byte[784])))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> returned.captions().embed(List.of(new Caption("a seven"))))
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
}
