package io.contrastream.topology;

import io.contrastream.encoding.Embedder;
import io.contrastream.topology.JoinResult.Joined;
import io.contrastream.topology.microbatch.BatchFunction;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Scores pairs whose images were embedded by different checkpoints: every side that the active
 * checkpoint has not made is embedded again under it, all of them in one batch.
 */
record RescorePairs(Supplier<Embedder> activeEmbedder)
    implements BatchFunction<Joined, ScoredPair> {

  @Override
  public List<ScoredPair> apply(List<Joined> pairs) {
    try (Embedder embedder = activeEmbedder.get()) {
      Map<EmbeddedImage, EmbeddedImage> renewed = renewStale(embedder, pairs);
      return pairs.stream()
          .map(
              pair ->
                  ScoredPair.of(
                      renewed.getOrDefault(pair.anchor(), pair.anchor()),
                      renewed.getOrDefault(pair.contrastive(), pair.contrastive())))
          .toList();
    }
  }

  private static Map<EmbeddedImage, EmbeddedImage> renewStale(
      Embedder embedder, List<Joined> pairs) {
    List<EmbeddedImage> stale =
        pairs.stream()
            .flatMap(pair -> Stream.of(pair.anchor(), pair.contrastive()))
            .filter(image -> !image.checkpointId().equals(embedder.checkpointId()))
            .toList();
    Map<EmbeddedImage, EmbeddedImage> renewed = new IdentityHashMap<>();
    if (!stale.isEmpty()) {
      List<EmbeddedImage> fresh =
          EmbedImages.embed(embedder, stale.stream().map(EmbeddedImage::image).toList());
      for (int i = 0; i < fresh.size(); i++) {
        renewed.put(stale.get(i), fresh.get(i));
      }
    }
    return renewed;
  }
}
