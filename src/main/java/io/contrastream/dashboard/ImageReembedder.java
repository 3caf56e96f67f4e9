package io.contrastream.dashboard;

import io.contrastream.encoding.Embedder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds pictures again with what this process embeds with, where that is the checkpoint in
 * question: few enough that the stream doesn't feel it.
 *
 * @param embedders lend what this process embeds with; empty where it embeds nothing
 */
record ImageReembedder(ImageCache pictures, Supplier<Optional<Embedder>> embedders)
    implements EmbeddingMap.Reembedder {
  private static final Logger LOG = LoggerFactory.getLogger(ImageReembedder.class);
  private static final int MOST = 256;

  @Override
  public Map<String, float[]> vectors(String checkpoint, List<String> imageIds) {
    Map<String, byte[]> known = new LinkedHashMap<>();
    imageIds.stream()
        .skip(Math.max(0, imageIds.size() - MOST))
        .forEach(id -> pictures.pixels(id).ifPresent(pixels -> known.put(id, pixels)));
    try (Embedder embedder = embedders.get().orElse(null)) {
      boolean able = embedder != null && embedder.checkpointId().equals(checkpoint);
      return able && !known.isEmpty() ? embed(embedder, known) : Map.of();
    } catch (RuntimeException e) {
      LOG.warn("Pictures can't be embedded again; the map begins with new ones", e);
      return Map.of();
    }
  }

  private static Map<String, float[]> embed(Embedder embedder, Map<String, byte[]> images) {
    float[][] vectors = embedder.embed(List.copyOf(images.values()));
    Map<String, float[]> byId = new HashMap<>();
    for (String id : images.keySet()) {
      byId.put(id, vectors[byId.size()]);
    }
    return byId;
  }
}
