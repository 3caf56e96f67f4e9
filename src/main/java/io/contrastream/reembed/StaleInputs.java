package io.contrastream.reembed;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
import io.contrastream.topic.EmbeddingSpace;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
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

  private static final Duration POLL = Duration.ofMillis(200);
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final String space;
  private final TopicReader<String, ImageEmbedding> reader;

  /** By hash: among a billion inputs, the chance that any two have the same is 3 %. */
  private final Set<Long> stale = new HashSet<>();

  StaleInputs(
      String space, Map<String, Object> properties, Topic<String, ImageEmbedding> embeddings) {
    this.space = space;
    reader = new TopicReader<>(properties, embeddings, TopicReader.From.BEGINNING);
  }

  /**
   * Reads what is in the topic at the time of this call.
   *
   * @param written offsets behind records that this process has committed, by partition: the broker
   *     answers a commit before readers see it
   * @param progress takes the number of records read, of those to read
   * @param isStopped asked between two polls
   */
  void readToEnd(
      Map<TopicPartition, Long> written, LongBinaryListener progress, BooleanSupplier isStopped) {
    Map<TopicPartition, Long> ends = new HashMap<>(reader.endOffsets(reader.partitions()));
    written.forEach((partition, end) -> ends.merge(partition, end, Math::max));
    long first = position();
    long total = ends.values().stream().mapToLong(each -> each).sum() - first;
    while (!isStopped.getAsBoolean()
        && ends.entrySet().stream()
            .anyMatch(each -> reader.position(each.getKey()) < each.getValue())) {
      reader.poll(POLL, record -> add(record.value()));
      progress.accept(position() - first, total);
    }
  }

  private long position() {
    return reader.partitions().stream().mapToLong(reader::position).sum();
  }

  private void add(ImageEmbedding embedding) {
    long hash = hash(embedding.getModality(), embedding.getImageId());
    if (EmbeddingSpace.of(embedding).equals(space)) {
      stale.remove(hash);
    } else {
      stale.add(hash);
    }
  }

  boolean contains(Modality modality, String id) {
    return stale.contains(hash(modality, id));
  }

  int size() {
    return stale.size();
  }

  /** FNV-1a of 64 bits over the characters, and a final mix, since FNV's upper bits are poor. */
  private static long hash(Modality modality, String id) {
    long hash = (FNV_OFFSET ^ modality.name().charAt(0)) * FNV_PRIME;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    return hash ^ (hash >>> 31);
  }

  @Override
  public void close() {
    reader.close();
  }
}
