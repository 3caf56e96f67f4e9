package io.contrastream.topology.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class DrainOnCommitTest {
  private final AtomicInteger drained = new AtomicInteger();
  private final DrainOnCommit store = DrainOnCommit.builder("batch").build();
  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

  @Test
  void shouldDrainAtEachFlush() {
    store.onCommit(drained::incrementAndGet);
    store.flushCache();
    store.flushCache();

    assertThat(drained).hasValue(2);
  }

  @Test
  void shouldForgetTheDrainWhenATaskIsRevived() {
    store.onCommit(drained::incrementAndGet);
    store.close();
    store.init(context.getStateStoreContext(), store);
    store.flushCache();

    assertThat(drained).hasValue(0);
    assertThat(store.isOpen()).isTrue();
  }

  @Test
  void shouldDrainNothingAfterClose() {
    store.onCommit(drained::incrementAndGet);
    store.close();
    store.flushCache();

    assertThat(drained).hasValue(0);
    assertThat(store.isOpen()).isFalse();
  }

  @Test
  void shouldHaveNoChangelog() {
    assertThat(DrainOnCommit.builder("batch").loggingEnabled()).isFalse();
    assertThat(DrainOnCommit.builder("batch").withLoggingEnabled(null).loggingEnabled()).isFalse();
  }

  @Test
  void shouldBuildANewStoreForEachTask() {
    var builder = DrainOnCommit.builder("batch");

    assertThat(builder.build()).isNotSameAs(builder.build());
  }
}
