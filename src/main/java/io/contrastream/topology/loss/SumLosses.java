package io.contrastream.topology.loss;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.similarity.LossSums;
import io.contrastream.topology.join.JoinResult;
import io.contrastream.topology.join.JoinResult.Unmatched;
import io.contrastream.topology.join.ScoredPair;
import io.contrastream.topology.streams.NodeScope;
import io.contrastream.topology.streams.ProcessorWithStores;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Adds losses and unmatched inputs to the sums of its task, and forwards the sums before each
 * commit.
 *
 * @see LossWindows
 */
final class SumLosses extends ContextualProcessor<String, JoinResult, String, LossPart> {
  private final String storeName;
  private TaskSums sums;

  static ProcessorSupplier<String, JoinResult, String, LossPart> supplier(
      String storeName, Duration window) {
    return new ProcessorWithStores<>(
        () -> new SumLosses(storeName), TaskSums.builder(storeName, window));
  }

  private SumLosses(String storeName) {
    this.storeName = storeName;
  }

  @Override
  public void init(ProcessorContext<String, LossPart> context) {
    super.init(context);
    sums = context.getStateStore(storeName);
    sums.start(NodeScope.of(context), context::forward);
  }

  @Override
  public void process(Record<String, JoinResult> record) {
    if (record.value() instanceof ScoredPair pair) {
      sums.of(pair.checkpointId(), pair.modalities(), record.timestamp())
          .add(LossSums.ofPair(pair.cosine(), pair.target()));
      addShadow(pair, record.timestamp());
    } else if (record.value() instanceof Unmatched input) {
      sums.of(input.checkpointId(), ModalityPair.of(input.modality()), record.timestamp())
          .add(LossSums.ofUnmatched(input.partners()));
    }
  }

  private void addShadow(ScoredPair pair, long timestampMs) {
    pair.shadow()
        .map(each -> new ShadowPart(each.candidateId(), each.losses()))
        .ifPresent(
            part -> sums.addShadow(pair.checkpointId(), pair.modalities(), timestampMs, part));
  }
}
