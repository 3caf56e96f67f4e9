package io.contrastream.topology.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;
import io.contrastream.testing.TestSettings;
import io.contrastream.topology.streams.Arrivals;
import java.util.List;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The timer of the windows, which tests of the whole topology cannot observe. */
class LossWindowsTest {
  private static final long ACCEPTED_MS = 777;

  private final MockProcessorContext<String, LossWindow> context = new MockProcessorContext<>();
  private Processor<String, LossPart, String, LossWindow> windows;

  @BeforeEach
  void start() {
    Settings settings = TestSettings.of("loss.window=10s", "loss.grace=0s");
    ProcessorSupplier<String, LossPart, String, LossWindow> supplier =
        LossWindows.supplier(
            Stores.inMemoryKeyValueStore("windows"),
            "references",
            settings.loss(),
            settings.drift(),
            new Arrivals(),
            timeMs -> ACCEPTED_MS);
    for (StoreBuilder<?> builder : supplier.stores()) {
      StateStore store = builder.withLoggingDisabled().withCachingDisabled().build();
      store.init(context.getStateStoreContext(), store);
    }
    context.setCurrentSystemTimeMs(1000);
    windows = supplier.get();
    windows.init(context);
  }

  @Test
  void shouldRunATimerOnlyWhileAWindowIsOpen() {
    tick(0, 1000);
    assertThat(running()).as("before the first part").isZero();

    windows.process(part());
    assertThat(running()).as("with an open window").isOne();

    tick(1, 60_000);
    assertThat(context.forwarded()).hasSize(1);
    assertThat(running()).as("after its report").isZero();
  }

  @Test
  void shouldLeaveNoTimerBehindForARevivedTask() {
    windows.close();
    windows.init(context);
    assertThat(running()).isOne();

    tick(1, 1000);
    windows.close();

    assertThat(running()).isZero();
  }

  @Test
  void shouldStampAReportWithATimeThatTheTopicAccepts() {
    windows.process(part());

    tick(0, 60_000);

    assertThat(context.forwarded().get(0).record().timestamp()).isEqualTo(ACCEPTED_MS);
  }

  private static Record<String, LossPart> part() {
    LossPart part =
        new LossPart(
            "checkpoint", ModalityPair.IMAGES, 0, LossSums.ofUnmatched(1), new EmbeddingSums());
    return new Record<>("checkpoint", part, 1000);
  }

  private void tick(int timer, long nowMs) {
    context.scheduledPunctuators().get(timer).getPunctuator().punctuate(nowMs);
  }

  private long running() {
    List<CapturedPunctuator> timers = context.scheduledPunctuators();
    return timers.stream().filter(timer -> !timer.cancelled()).count();
  }
}
