package io.contrastream.topology.loss;

import io.contrastream.schema.ImageRole;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.topology.embed.EmbeddedImage;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Adds each image's embedding to the sums of its task; forwards nothing.
 *
 * <p>For the uniformity, each image is paired with the one before it in its task. Contrastive
 * examples are left out: they are chosen for their anchors, while all others are random samples. So
 * an image is in two pairs at most, and each pair is counted in the window of its later image.
 */
final class SumEmbeddings extends ContextualProcessor<String, EmbeddedImage, Void, Void> {
  private final String storeName;
  private TaskSums sums;
  private EmbeddedImage previous;

  /**
   * @param storeName the store of {@link SumLosses#supplier}, connected to this step too
   */
  SumEmbeddings(String storeName) {
    this.storeName = storeName;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    super.init(context);
    sums = context.getStateStore(storeName);
    previous = null;
  }

  @Override
  public void process(Record<String, EmbeddedImage> record) {
    EmbeddedImage image = record.value();
    EmbeddingSums embeddings = sums.of(image.checkpointId(), record.timestamp()).embeddings;
    embeddings.add(image.vector());
    if (image.image().getRole() != ImageRole.CONTRASTIVE) {
      if (previous != null && isPair(previous, image)) {
        embeddings.addPair(CosineSimilarity.between(previous.vector(), image.vector()));
      }
      previous = image;
    }
  }

  private static boolean isPair(EmbeddedImage a, EmbeddedImage b) {
    return a.comparableWith(b) && !a.image().getImageId().equals(b.image().getImageId());
  }

  @Override
  public void close() {
    previous = null;
  }
}
