package io.contrastream.dashboard;

import io.contrastream.config.ImageFit;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.Model;
import io.contrastream.schema.Modality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds cached inputs again if this process embeds in the wanted space; only as many as do not
 * slow down the stream.
 *
 * @param models lend what this process embeds with; empty if it embeds nothing
 */
record InputReembedder(RecentInputs inputs, Supplier<Optional<Model>> models)
    implements EmbeddingMap.Reembedder {
  private static final Logger LOG = LoggerFactory.getLogger(InputReembedder.class);
  private static final int MAX_INPUTS = 256;

  @Override
  public Map<InputId, float[]> vectors(String space, List<InputId> wanted) {
    List<InputId> newest = wanted.subList(Math.max(0, wanted.size() - MAX_INPUTS), wanted.size());
    Map<InputId, float[]> vectors = new HashMap<>();
    try (Model model = models.get().orElse(null)) {
      if (model != null && model.spaceId().equals(space)) {
        embed(newest, model, vectors);
      }
    } catch (RuntimeException e) {
      LOG.warn("Can't embed inputs again; the map starts empty with space {}", space, e);
    }
    return vectors;
  }

  private void embed(List<InputId> wanted, Model model, Map<InputId, float[]> vectors) {
    for (Modality modality : Modality.values()) {
      List<InputId> ids = wanted.stream().filter(each -> each.modality() == modality).toList();
      if (model.has(modality)) {
        switch (modality) {
          case IMAGE -> embed(ids, id -> pixels(id, model), model.images(), vectors);
          case CAPTION -> embed(ids, inputs::caption, model.captions(), vectors);
          case SOUND -> embed(ids, inputs::sound, model.sounds(), vectors);
        }
      }
    }
  }

  private Optional<byte[]> pixels(String imageId, Model model) {
    EncoderSpec.Input taken = model.images().spec().input();
    return inputs.image(imageId).map(image -> image.pixels(taken, ImageFit.RESIZE));
  }

  private static <I> void embed(
      List<InputId> wanted,
      Function<String, Optional<I>> content,
      Encoder<I> encoder,
      Map<InputId, float[]> vectors) {
    List<InputId> ids = new ArrayList<>();
    List<I> cached = new ArrayList<>();
    for (InputId each : wanted) {
      content
          .apply(each.id())
          .ifPresent(
              input -> {
                ids.add(each);
                cached.add(input);
              });
    }
    float[][] embedded = cached.isEmpty() ? new float[0][] : encoder.embed(cached);
    for (int i = 0; i < embedded.length; i++) {
      vectors.put(ids.get(i), embedded[i]);
    }
  }
}
