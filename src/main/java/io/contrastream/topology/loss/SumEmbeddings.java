package io.contrastream.topology.loss;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.Modality;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.topology.embed.EmbeddedInput;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Adds each embedding to the sums of its task; forwards nothing.
 *
 * <p>For the uniformity, each input is paired with the one of its modality before it in its task.
 * Contrastive examples are left out: they are chosen for their anchors, while all others are random
 * samples. So an input is in two pairs at most, and each pair is counted in the window of its later
 * input.
 */
final class SumEmbeddings extends ContextualProcessor<String, EmbeddedInput, Void, Void> {
  private final String storeName;
  private TaskSums sums;
  private final Map<Modality, EmbeddedInput> previous = new EnumMap<>(Modality.class);

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
    previous.clear();
  }

  @Override
  public void process(Record<String, EmbeddedInput> record) {
    EmbeddedInput embedded = record.value();
    Modality modality = embedded.input().modality();
    EmbeddingSums embeddings =
        sums.of(embedded.checkpointId(), ModalityPair.of(modality), record.timestamp()).embeddings;
    embeddings.add(embedded.vector());
    if (embedded.input().role() != ImageRole.CONTRASTIVE) {
      EmbeddedInput before = previous.put(modality, embedded);
      if (before != null && isPair(before, embedded)) {
        embeddings.addPair(CosineSimilarity.between(before.vector(), embedded.vector()));
      }
    }
  }

  private static boolean isPair(EmbeddedInput a, EmbeddedInput b) {
    return a.comparableWith(b) && !a.input().id().equals(b.input().id());
  }

  @Override
  public void close() {
    previous.clear();
  }
}
