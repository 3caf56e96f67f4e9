package io.contrastream.dashboard;

import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.Model;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds cached images again if this process embeds with the wanted checkpoint; only as many as do
 * not slow down the stream.
 *
 * @param models lend what this process embeds with; empty if it embeds nothing
 */
record ImageReembedder(ImageCache images, Supplier<Optional<Model>> models)
    implements EmbeddingMap.Reembedder {
  private static final Logger LOG = LoggerFactory.getLogger(ImageReembedder.class);
  private static final int MAX_IMAGES = 256;

  @Override
  public Map<String, float[]> vectors(String checkpoint, List<String> imageIds) {
    Map<String, byte[]> cached = new LinkedHashMap<>();
    imageIds.stream()
        .skip(Math.max(0, imageIds.size() - MAX_IMAGES))
        .forEach(id -> images.pixels(id).ifPresent(pixels -> cached.put(id, pixels)));
    try (Model model = models.get().orElse(null)) {
      boolean able = model != null && model.checkpointId().equals(checkpoint);
      return able && !cached.isEmpty() ? embed(model.images(), cached) : Map.of();
    } catch (RuntimeException e) {
      LOG.warn("Can't embed images again; the map starts empty with checkpoint {}", checkpoint, e);
      return Map.of();
    }
  }

  private static Map<String, float[]> embed(Encoder<byte[]> embedder, Map<String, byte[]> images) {
    float[][] vectors = embedder.embed(List.copyOf(images.values()));
    Map<String, float[]> byId = new HashMap<>();
    for (String id : images.keySet()) {
      byId.put(id, vectors[byId.size()]);
    }
    return byId;
  }
}
