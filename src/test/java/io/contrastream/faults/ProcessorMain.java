package io.contrastream.faults;

import io.contrastream.config.Settings;
import io.contrastream.encoding.ModelSlot;
import io.contrastream.encoding.ShadowTrial;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.processor.swap.LiveModel;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Main class of a processor with a {@link KnownModel} in place of the network. Arguments are
 * settings, {@code key=value}; faults are system properties.
 */
final class ProcessorMain {
  static final String BAD_EVERY = "faults.bad.every";
  static final String OUT_OF_MEMORY = "faults.out.of.memory";
  static final String LOST_AFTER = "faults.lost.after";
  static final String KILL_AFTER = "faults.kill.after";
  static final String SWAP_MS = "faults.swap.ms";
  static final String KILL_ON_LOG = "faults.kill.on.log";

  /** Whether a candidate in the shadow embeds all pairs, too. */
  static final String SHADOW = "faults.shadow";

  private ProcessorMain() {}

  public static void main(String[] overrides) throws InterruptedException {
    Settings settings = TestSettings.of(overrides);
    Optional.ofNullable(System.getProperty(KILL_ON_LOG)).ifPresent(KillOnLog::install);
    AtomicInteger batches = new AtomicInteger();
    ModelSlot slot = new ModelSlot(model(batches).encoders());
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      TopicSetup.ensure(settings, Topics.of(settings, registry));
      LiveModel live = LiveModel.of(slot);
      if (Boolean.getBoolean(SHADOW)) {
        beginTrial(live);
      }
      StreamProcessor processor = StreamProcessor.start(settings, registry, live);
      Runtime.getRuntime().addShutdownHook(new Thread(processor::close));
      swapForever(slot, batches);
      while (true) {
        processor.throwFailure();
        Thread.sleep(50);
      }
    }
  }

  private static void beginTrial(LiveModel live) {
    KnownModel candidate = new KnownModel("candidate", KnownModel.Faults.NONE, new AtomicInteger());
    ShadowTrial all = new ShadowTrial(candidate.checkpointId(), live.slot().checkpointId(), 1);
    live.shadow().begin(all, candidate.encoders());
  }

  private static void swapForever(ModelSlot slot, AtomicInteger batches) {
    int maxPauseMs = Integer.getInteger(SWAP_MS, 0);
    if (maxPauseMs > 0) {
      Thread swapper =
          new Thread(
              () -> {
                while (true) {
                  sleep(ThreadLocalRandom.current().nextInt(maxPauseMs));
                  slot.swap(model(batches).encoders());
                }
              });
      swapper.setDaemon(true);
      swapper.start();
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns one of five checkpoints, or always the first if they are not swapped. */
  private static KnownModel model(AtomicInteger batches) {
    int number = Integer.getInteger(SWAP_MS, 0) == 0 ? 0 : ThreadLocalRandom.current().nextInt(5);
    KnownModel.Faults faults =
        new KnownModel.Faults(
            Integer.getInteger(BAD_EVERY, 0),
            Double.parseDouble(System.getProperty(OUT_OF_MEMORY, "0")),
            Integer.getInteger(LOST_AFTER, 0),
            Integer.getInteger(KILL_AFTER, 0));
    return new KnownModel("checkpoint-" + number, faults, batches);
  }
}
