package io.contrastream.sink;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.PartitionsAddedException;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.registry.RegistryException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Copies the embeddings topic into a store, from where the store is to the end, or until stopped.
 * After a failure it continues from the store's positions. Not thread-safe.
 */
public final class SinkFeed {
  private final Settings settings;
  private final Topic<String, ImageEmbedding> topic;
  private final IntPredicate partitions;
  private final Store store;
  private final SinkListener listener;
  private final BooleanSupplier stopped;
  private final Tally tally;
  private final Retries retries;

  /** The ends that the sink runs to; null if it runs on, or before the first connection. */
  private Map<Integer, Long> ends;

  private boolean started;

  /**
   * @param stopped asked several times a second
   */
  public SinkFeed(
      Settings settings,
      Topic<String, ImageEmbedding> topic,
      Store store,
      SinkListener listener,
      BooleanSupplier stopped) {
    this(settings, topic, partition -> true, store, listener, stopped);
  }

  /**
   * @param partitions which partitions to copy
   * @param stopped asked several times a second
   */
  public SinkFeed(
      Settings settings,
      Topic<String, ImageEmbedding> topic,
      IntPredicate partitions,
      Store store,
      SinkListener listener,
      BooleanSupplier stopped) {
    this.settings = settings;
    this.partitions = partitions;
    this.topic = topic;
    this.store = store;
    this.listener = listener;
    this.stopped = stopped;
    this.tally = new Tally(listener);
    this.retries = new Retries(settings.sink().retry(), listener, stopped);
  }

  /**
   * Runs until stopped, or until what is in the topic at the start is written.
   *
   * @throws StoreException if the store fails at the start, or for longer than {@code sink.retry}
   */
  public SinkCounts run(boolean toEnd) {
    boolean done = false;
    while (!done && !stopped.getAsBoolean()) {
      try {
        session(toEnd);
        done = true;
      } catch (PartitionsAddedException e) {
        listener.note(e.getMessage() + ": reading them, too");
      } catch (StoreException
          | RegistryException
          | BrokerUnavailableException
          | RetriableException e) {
        if (!started || stopped.getAsBoolean()) { // what was written may not be durable
          throw e;
        }
        retries.await(e);
      }
    }
    return tally.counts();
  }

  private void session(boolean toEnd) {
    try (TopicReader<String, ImageEmbedding> reader =
        new TopicReader<>(
            settings.consumerProperties(),
            topic,
            TopicReader.From.BEGINNING,
            Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.sink().batchSize()))) {
      reader.keep(partitions);
      if (reader.partitions().isEmpty()) {
        throw new StartupException(
            "Topic %s has fewer partitions than there are instances".formatted(topic.name()));
      }
      SinkReader source = new SinkReader(reader, store, tally);
      Map<Integer, Long> lost = source.seek(store.open(source.partitions()));
      requireKnown(source);
      lost.forEach(this::noteLost);
      if (toEnd && ends == null) {
        ends = source.ends();
      }
      started = true;
      copy(source);
      store.finish();
    }
  }

  private void copy(SinkReader source) {
    while (!stopped.getAsBoolean()) {
      boolean ending = ends != null && source.isAt(ends);
      if (!ending) {
        source.copyBatch();
      }
      store.rest(ending || source.isCaughtUp());
      retries.reset();
      tally.lag(source.lag());
      listener.progress(tally.counts());
      if (ending) {
        return;
      }
    }
  }

  /** Kafka would read a topic that ends before the position again, from its beginning. */
  private void requireKnown(SinkReader source) {
    if (!started) {
      source
          .beyondEnd()
          .ifPresent(
              what -> {
                throw new StartupException(
                    "The store is ahead of the topic (%s): it was filled from another topic, or"
                            .formatted(what)
                        + " this one was deleted and created again; use an empty folder or"
                        + " database");
              });
    }
  }

  private void noteLost(int partition, long offsets) {
    listener.note(
        "%d records of partition %d were deleted from the topic before they were copied"
            .formatted(offsets, partition));
  }
}
