package io.contrastream.topology.embed;

import io.contrastream.config.ImageFit;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.Modalities;
import io.contrastream.encoding.Model;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Loudness;
import io.contrastream.source.Labelled;
import io.contrastream.topic.InputRecord;
import java.util.Locale;
import java.util.function.Supplier;

/** Checks whether an input can be embedded and joined. */
public final class InputChecks {
  private static final int MAX_ID_LENGTH = 256;

  /** Keys are kept with every output. */
  private static final int MAX_KEY_LENGTH = 1024;

  /** What a decoder puts in place of bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  /** Bounds what one anchor can add to the count of unmatched inputs. */
  private static final int MAX_EXAMPLES = 10_000;

  private final boolean keyed;
  private final Supplier<Model> activeModel;
  private final ImageFit fit;

  /**
   * @param keyed whether each input must have a key, since its embedding must
   * @param activeModel lends the model whose encoder says which size images must have
   * @param fit what happens to images of another size
   */
  public InputChecks(boolean keyed, Supplier<Model> activeModel, ImageFit fit) {
    this.keyed = keyed;
    this.activeModel = activeModel;
    this.fit = fit;
  }

  /**
   * Returns the input, an image as the encoder takes it.
   *
   * @param key of the Kafka record
   * @throws InvalidInputException with the first fault found, and what to do about it
   */
  public InputRecord checked(String key, InputRecord input) {
    checkKey(key);
    checkId(idField(input), input.id());
    if (input.pairId() != null) {
      checkId("pairId", input.pairId());
    }
    checkContent(input);
    checkLabel(input);
    checkPair(key, input);
    return input.modality() == Modality.IMAGE ? fitted(input) : input;
  }

  private static void checkContent(InputRecord input) {
    if (input.modality() == Modality.IMAGE) {
      return; // its size depends on the encoder
    }
    try {
      if (input.value() instanceof DigitSound sound) {
        checkSamples(sound);
        Loudness.requireAudible(input.sound());
      } else {
        input.caption();
      }
    } catch (IllegalArgumentException e) {
      throw invalid("%s cannot be embedded: %s", subject(input), e.getMessage());
    }
  }

  private static void checkSamples(DigitSound sound) {
    int bytes = sound.getSamples().remaining();
    if (bytes % Short.BYTES != 0) {
      throw new IllegalArgumentException(
          "its samples have %d bytes; send two bytes per sample, the low one first"
              .formatted(bytes));
    }
  }

  private void checkKey(String key) {
    if (key == null && keyed) {
      throw invalid(
          "The record has no key, but the topic of the embeddings is compacted (cleanup.policy)"
              + " and accepts no record without one; give each input a key");
    }
    if (key != null && key.length() > MAX_KEY_LENGTH) {
      throw invalid(
          "The key has %d characters; at most %d are allowed", key.length(), MAX_KEY_LENGTH);
    }
  }

  /** Ids are bounded because they are kept with waiting images and appear in logs and messages. */
  private static void checkId(String field, String id) {
    if (id.isBlank()) {
      throw invalid("The %s is empty; give each input an id of its own", field);
    }
    if (id.length() > MAX_ID_LENGTH) {
      throw invalid(
          "The %s has %d characters; at most %d are allowed", field, id.length(), MAX_ID_LENGTH);
    }
    if (id.indexOf(REPLACEMENT) >= 0) {
      throw invalid("The %s is not UTF-8 text; encode it as UTF-8", field);
    }
    if (id.chars().anyMatch(Character::isISOControl)) {
      throw invalid("The %s contains control characters, such as a line break; remove them", field);
    }
  }

  private InputRecord fitted(InputRecord image) {
    EncoderSpec.Input taken;
    try (Model model = activeModel.get()) {
      taken = model.images().spec().input();
    }
    try {
      return image.fitting(taken, fit);
    } catch (IllegalArgumentException e) {
      throw invalid("%s %s", subject(image), e.getMessage());
    } catch (RuntimeException e) { // whatever a decoder throws, it is about this image
      throw invalid("%s cannot be decoded: %s", subject(image), e);
    }
  }

  private static void checkLabel(InputRecord input) {
    Integer label = input.label();
    if (label != null && !Labelled.isLabel(label)) {
      throw invalid(
          "%s has label %d; a label is 0 to %d, or null if it is unknown",
          subject(input), label, Labelled.CLASSES - 1);
    }
  }

  private static void checkPair(String key, InputRecord input) {
    String pairId = input.pairId();
    if (input.role() == ImageRole.SINGLE) {
      if (pairId != null) {
        throw invalid(
            "%s has pairId '%s', but its role is SINGLE; set the role to ANCHOR or CONTRASTIVE, or"
                + " remove the pairId",
            subject(input), pairId);
      }
      return;
    }
    if (pairId == null) {
      throw invalid(
          "%s has role %s but no pairId; set the pairId that it shares with its partner",
          subject(input), input.role());
    }
    if (!pairId.equals(key)) {
      throw invalid(
          "%s of pair '%s' has the key '%s'; use the pair id as key, so that all inputs of the pair"
              + " are in one partition",
          subject(input), pairId, shown(key));
    }
    Integer examples = input.examples();
    if (examples != null && (examples < 1 || examples > MAX_EXAMPLES)) {
      throw invalid(
          "%s announces %d contrastive examples; announce 1 to %d, or null if the number is"
              + " unknown",
          subject(input), examples, MAX_EXAMPLES);
    }
  }

  private static String idField(InputRecord input) {
    return switch (input.modality()) {
      case IMAGE -> "imageId";
      case CAPTION -> "captionId";
      case SOUND -> "soundId";
    };
  }

  /** Returns {@code Image 'id'}, to begin a sentence. */
  private static String subject(InputRecord input) {
    String name = nameOf(input);
    return "%s%s '%s'"
        .formatted(name.substring(0, 1).toUpperCase(Locale.ROOT), name.substring(1), input.id());
  }

  private static String nameOf(InputRecord input) {
    return Modalities.name(input.modality());
  }

  /** Returns a key that any text may follow in a log. */
  private static String shown(String key) {
    if (key == null) {
      return null;
    }
    String line = key.replaceAll("\\p{Cntrl}", "?");
    return line.length() > MAX_ID_LENGTH ? line.substring(0, MAX_ID_LENGTH) + "…" : line;
  }

  private static InvalidInputException invalid(String message, Object... facts) {
    return new InvalidInputException(message.formatted(facts));
  }
}
