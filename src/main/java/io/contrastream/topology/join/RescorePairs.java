package io.contrastream.topology.join;

import io.contrastream.encoding.Encoder;
import io.contrastream.topology.embed.EmbedImages;
import io.contrastream.topology.embed.EmbeddedImage;
import io.contrastream.topology.join.JoinResult.StalePair;
import io.contrastream.topology.microbatch.BatchFunction;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Scores pairs whose images were embedded by different checkpoints. Every image that the active
 * checkpoint did not embed is embedded again, all of them in one batch.
 */
public record RescorePairs(Supplier<Encoder<byte[]>> activeEncoder)
    implements BatchFunction<StalePair, JoinResult> {

  @Override
  public List<JoinResult> apply(List<StalePair> pairs) {
    try (Encoder<byte[]> encoder = activeEncoder.get()) {
      Map<EmbeddedImage, EmbeddedImage> renewed = renewStale(encoder, pairs);
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

  private static Map<EmbeddedImage, EmbeddedImage> renewStale(
      Encoder<byte[]> encoder, List<StalePair> pairs) {
    List<EmbeddedImage> stale =
        pairs.stream()
            .flatMap(pair -> Stream.of(pair.anchor(), pair.contrastive()))
            .filter(image -> !image.checkpointId().equals(encoder.checkpointId()))
            .toList();
    IdentityHashMap<EmbeddedImage, EmbeddedImage> renewed = new IdentityHashMap<>();
    if (!stale.isEmpty()) {
      List<EmbeddedImage> fresh =
          EmbedImages.embed(encoder, stale.stream().map(EmbeddedImage::image).toList());
      for (int i = 0; i < fresh.size(); i++) {
        renewed.put(stale.get(i), fresh.get(i));
      }
    }
    return renewed;
  }
}
