package io.contrastream.topology.join;

import io.contrastream.encoding.Model;
import io.contrastream.schema.Modality;
import io.contrastream.topology.embed.EmbedInputs;
import io.contrastream.topology.embed.EmbeddedInput;
import io.contrastream.topology.join.JoinResult.StalePair;
import io.contrastream.topology.microbatch.BatchFunction;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Scores pairs whose inputs were embedded by different checkpoints. Every input that the active
 * checkpoint did not embed is embedded again, all of a modality in one batch.
 */
public record RescorePairs(Supplier<Model> activeModel)
    implements BatchFunction<StalePair, JoinResult> {

  @Override
  public List<JoinResult> apply(List<StalePair> pairs) {
    try (Model model = activeModel.get()) {
      Map<EmbeddedInput, EmbeddedInput> renewed = renewStale(model, pairs);
      List<JoinResult> scored = new ArrayList<>(pairs.size());
      for (StalePair pair : pairs) {
        scored.add(
            ScoredPair.of(
                renewed.getOrDefault(pair.anchor(), pair.anchor()),
                renewed.getOrDefault(pair.contrastive(), pair.contrastive())));
      }
      return scored;
    }
  }

  private static Map<EmbeddedInput, EmbeddedInput> renewStale(Model model, List<StalePair> pairs) {
    Map<Modality, List<EmbeddedInput>> stale =
        pairs.stream()
            .flatMap(pair -> Stream.of(pair.anchor(), pair.contrastive()))
            .filter(input -> !input.checkpointId().equals(model.checkpointId()))
            .collect(Collectors.groupingBy(each -> each.input().modality()));
    IdentityHashMap<EmbeddedInput, EmbeddedInput> renewed = new IdentityHashMap<>();
    for (List<EmbeddedInput> inputs : stale.values()) {
      List<EmbeddedInput> fresh =
          EmbedInputs.embed(model, inputs.stream().map(EmbeddedInput::input).toList());
      for (int i = 0; i < fresh.size(); i++) {
        renewed.put(inputs.get(i), fresh.get(i));
      }
    }
    return renewed;
  }
}
