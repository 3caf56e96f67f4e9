package io.contrastream.dashboard;

import io.contrastream.caption.Caption;
import io.contrastream.sound.Sound;
import io.contrastream.topic.InputRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The content of recent images, captions and sounds, by id, as much as fits in some megabytes of
 * each. Any thread may call.
 */
final class RecentInputs {
  private static final int MAX_INPUTS = 20_000;
  private static final long MAX_BYTES = 32 << 20;

  private final Recent<InputRecord> images = new Recent<>();
  private final Recent<Caption> captions = new Recent<>();
  private final Recent<Sound> sounds = new Recent<>();

  /** The newest inputs of a modality. */
  private static final class Recent<V> {
    private record Kept<V>(V value, int bytes) {}

    private final Map<String, Kept<V>> byId = new LinkedHashMap<>();
    private long bytes;

    synchronized void put(String id, V value, int size) {
      Kept<V> before = byId.put(id, new Kept<>(value, size));
      bytes += size - (before == null ? 0 : before.bytes());
      var eldest = byId.values().iterator();
      while (byId.size() > MAX_INPUTS || bytes > MAX_BYTES) {
        bytes -= eldest.next().bytes();
        eldest.remove();
      }
    }

    synchronized Optional<V> get(String id) {
      return Optional.ofNullable(byId.get(id)).map(Kept::value);
    }
  }

  /** Adds an input; ignores one that can't be embedded. */
  void add(InputRecord input) {
    try {
      switch (input.modality()) {
        case IMAGE -> images.put(input.id(), input, input.bytes());
        case CAPTION -> captions.put(input.id(), input.caption(), input.bytes());
        case SOUND -> sounds.put(input.id(), input.sound(), input.bytes());
      }
    } catch (IllegalArgumentException e) {
      return; // a processor makes it a dead letter
    }
  }

  boolean has(InputId input) {
    return switch (input.modality()) {
      case IMAGE -> image(input.id()).isPresent();
      case CAPTION -> caption(input.id()).isPresent();
      case SOUND -> sound(input.id()).isPresent();
    };
  }

  /** An image, which may turn out to be damaged when it is decoded. */
  Optional<InputRecord> image(String imageId) {
    return images.get(imageId);
  }

  Optional<Caption> caption(String captionId) {
    return captions.get(captionId);
  }

  Optional<Sound> sound(String soundId) {
    return sounds.get(soundId);
  }
}
