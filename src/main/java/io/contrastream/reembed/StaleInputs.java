package io.contrastream.reembed;

import io.contrastream.lifecycle.Closeables;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.EmbeddingSpace;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;

/**
 * The inputs whose newest embedding is of another space than the wanted one, by reading the topic
 * of embeddings. Takes about 60 bytes of memory for each. Not thread-safe.
 */
final class StaleInputs implements AutoCloseable {
  /** Takes two numbers. */
  @FunctionalInterface
  interface LongBinaryListener {
    void accept(long done, long total);
  }

  private static final String NO_MODALITY = "-";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofMillis(5);

  /** Looking before every batch would slow a run down by 40 %. */
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final String space;
  private final TopicReader<String, ImageEmbedding> reader;

  /** Sees open transactions, too, which may hold old embeddings, or newer ones. */
  private final TopicReader<String, ImageEmbedding> openReader;

  /** By hash: among a billion inputs, the chance that any two have the same is 3 %. */
  private final Set<Long> stale = new HashSet<>();

  private final Set<Long> deletedKeys = new HashSet<>();

  /** What others have deleted, and embedded, since {@link #readToEnd}. */
  private final Set<Long> changed = new HashSet<>();

  /** How many embeddings of ours {@link #look} has not seen yet. */
  private final Map<Long, Integer> written = new HashMap<>();

  private long lookedNs;

  StaleInputs(
      String space, Map<String, Object> properties, Topic<String, ImageEmbedding> embeddings) {
    this.space = space;
    reader = new TopicReader<>(properties, embeddings, TopicReader.From.BEGINNING);
    try {
      openReader =
          new TopicReader<>(
              properties,
              embeddings,
              TopicReader.From.BEGINNING,
              Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted"));
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * Reads what is in the topic at the time of this call, and waits for the end of transactions that
   * are open.
   *
   * @param progress takes the number of records read, of those to read
   * @param isStopped asked between two polls
   */
  void readToEnd(LongBinaryListener progress, BooleanSupplier isStopped) {
    Map<TopicPartition, Long> ends = openReader.endOffsets(reader.partitions());
    long first = position();
    long total = ends.values().stream().mapToLong(each -> each).sum() - first;
    while (!isStopped.getAsBoolean() && isBefore(reader, ends)) {
      reader.poll(POLL, record -> add(record.key(), record.value()));
      progress.accept(position() - first, total);
    }
    lookedNs = System.nanoTime() - LOOK_INTERVAL.toNanos();
    changed.clear();
    written.clear();
    reader.partitions().forEach(each -> openReader.seek(each, reader.position(each)));
  }

  private static boolean isBefore(TopicReader<?, ?> reader, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(each -> reader.position(each.getKey()) < each.getValue());
  }

  /**
   * Reads what has come since, without waiting for the end of open transactions. Inputs that others
   * delete or embed are left to the next {@link #readToEnd}: what was read of them is out of date.
   * To be called right before writing; what comes in the 50 ms before that may be overlooked.
   */
  void look() {
    if (System.nanoTime() - lookedNs < LOOK_INTERVAL.toNanos()) {
      return;
    }
    Map<TopicPartition, Long> ends = openReader.endOffsets(openReader.partitions());
    while (isBefore(openReader, ends)) {
      openReader.poll(LOOK, record -> addOpen(record.key(), record.value()));
    }
    lookedNs = System.nanoTime();
  }

  private void addOpen(String key, ImageEmbedding embedding) {
    if (embedding == null) {
      changed.add(hash(NO_MODALITY, key));
      return;
    }
    long hash = hash(embedding.getModality().name(), embedding.getImageId());
    if (written.containsKey(hash)) {
      written.computeIfPresent(hash, (it, count) -> count == 1 ? null : count - 1);
    } else if (stale.contains(hash)) {
      changed.add(hash);
    }
  }

  /** To be called for each embedding that is written after {@link #look}. */
  void wrote(InputRecord input) {
    written.merge(hash(input.modality().name(), input.id()), 1, Integer::sum);
  }

  private long position() {
    return reader.partitions().stream().mapToLong(reader::position).sum();
  }

  private void add(String key, ImageEmbedding embedding) {
    if (embedding == null) {
      deletedKeys.add(hash(NO_MODALITY, key));
      return;
    }
    if (!deletedKeys.isEmpty()) {
      deletedKeys.remove(hash(NO_MODALITY, key));
    }
    long hash = hash(embedding.getModality().name(), embedding.getImageId());
    if (EmbeddingSpace.of(embedding).equals(space)) {
      stale.remove(hash);
    } else {
      stale.add(hash);
    }
  }

  /**
   * @param key of the input's record; what was deleted by its key stays deleted
   */
  boolean contains(String key, InputRecord input) {
    long hash = hash(input.modality().name(), input.id());
    long keyHash = hash(NO_MODALITY, key);
    return stale.contains(hash)
        && !changed.contains(hash)
        && !deletedKeys.contains(keyHash)
        && !changed.contains(keyHash);
  }

  int size() {
    return stale.size();
  }

  /** FNV-1a of 64 bits over the characters, and a final mix, since FNV's upper bits are poor. */
  private static long hash(String kind, String id) {
    long hash = (FNV_OFFSET ^ kind.charAt(0)) * FNV_PRIME;
    for (int i = 0; id != null && i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    return hash ^ (hash >>> 31);
  }

  @Override
  public void close() {
    Closeables.closeAll(openReader, reader);
  }
}
