package io.contrastream.faults;

import io.contrastream.caption.Caption;
import io.contrastream.checkpoint.Networks;
import io.contrastream.image.Digit;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;
import io.contrastream.topic.InputRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/**
 * The inputs of a run. Each is a function of its number, so that the expected outputs follow from
 * their number alone.
 *
 * <p>They come in blocks of 600: 100 single images; then the four images of 100 pairs in turn (an
 * anchor and three contrastive examples; in a third of the pairs one example precedes the anchor);
 * then 100 single images again. The images of a pair are 100 apart, so that other batches and
 * commits lie between them.
 */
final class ScriptedInputs {
  static final int BLOCK = 600;
  static final int EXAMPLES = 3;

  private static final int UNITS = 100;
  private static final List<Modality> MODALITIES = List.of(Modality.values());
  private static final String CAPTION = "caption ";
  private static final int RATE = 8000;
  private static final int HALF = 14;
  private static final int KEYS_OF_SINGLES = 97;
  static final int DIMENSION = Networks.IMAGE.spec().dimension();

  private ScriptedInputs() {}

  static String imageId(int number) {
    return "image-" + number;
  }

  static int numberOf(String imageId) {
    return Integer.parseInt(imageId.substring("image-".length()));
  }

  /** Returns the number that is encoded in the pixels. */
  static int numberOf(byte[] pixels) {
    return ByteBuffer.wrap(pixels).getInt();
  }

  static String key(int number) {
    return role(number) == ImageRole.SINGLE
        ? "key-" + unit(number) % KEYS_OF_SINGLES
        : "pair-" + unit(number);
  }

  static ImageRole role(int number) {
    int position = position(number);
    if (position == 0 || position == 5) {
      return ImageRole.SINGLE;
    }
    return position == anchorPosition(unit(number)) ? ImageRole.ANCHOR : ImageRole.CONTRASTIVE;
  }

  static int anchorOf(int contrastive) {
    int blocks = anchorPosition(unit(contrastive)) - position(contrastive);
    return contrastive + blocks * UNITS;
  }

  /** Returns null for a tenth of the anchors. */
  static Integer label(int number) {
    int unit = unit(number);
    return switch (role(number)) {
      case SINGLE -> number % Digit.CLASSES;
      case ANCHOR -> unit % Digit.CLASSES == 9 ? null : unit % Digit.CLASSES;
      case CONTRASTIVE -> (unit + (position(number) == EXAMPLES ? 1 : 0)) % Digit.CLASSES;
    };
  }

  /** Returns 1 for the same label, 0 for another, or null if the anchor has none. */
  static Integer target(int contrastive) {
    Integer anchor = label(anchorOf(contrastive));
    return anchor == null ? null : anchor.equals(label(contrastive)) ? 1 : 0;
  }

  /**
   * Returns another modality for each of four inputs that are 100 apart, as those of a pair are.
   */
  static Modality modality(int number) {
    return MODALITIES.get((number + position(number)) % MODALITIES.size());
  }

  /** Returns the input of a number as an image, caption or sound. */
  static SpecificRecord input(int number, Modality modality) {
    ImageRole role = role(number);
    String pairId = role == ImageRole.SINGLE ? null : key(number);
    boolean announces = role == ImageRole.ANCHOR && unit(number) % 2 == 0;
    Integer examples = announces ? EXAMPLES : null;
    String id = imageId(number);
    Integer label = label(number);
    return switch (modality) {
      case IMAGE ->
          DigitImage.newBuilder()
              .setImageId(id)
              .setPairId(pairId)
              .setRole(role)
              .setLabel(label)
              .setExamples(examples)
              .setPixels(pixels(number))
              .build();
      case CAPTION -> new DigitCaption(id, pairId, role, label, CAPTION + number, examples);
      case SOUND ->
          new DigitSound(
              id, pairId, role, label, RATE, InputRecord.samples(sound(number)), examples);
    };
  }

  /** Returns a loud sample, and two that encode the number. */
  private static Sound sound(int number) {
    return new Sound(
        RATE,
        new short[] {20_000, (short) (number >>> HALF), (short) (number & ((1 << HALF) - 1))});
  }

  static int numberOf(Sound sound) {
    return sound.samples()[1] << HALF | sound.samples()[2];
  }

  static int numberOf(Caption caption) {
    return Integer.parseInt(caption.text().substring(CAPTION.length()));
  }

  private static ByteBuffer pixels(int number) {
    ByteBuffer pixels = ByteBuffer.allocate(Digit.PIXELS).putInt(number);
    while (pixels.hasRemaining()) {
      pixels.put((byte) (number * 31 + pixels.position() * 7));
    }
    return pixels.flip();
  }

  /** Returns the vector of the known model, different for each image and each checkpoint. */
  static float[] vector(int number, String checkpointId) {
    SplittableRandom random = new SplittableRandom(31L * number + checkpointId.hashCode());
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }

  static List<Integer> first(int images) {
    return IntStream.range(0, images).boxed().toList();
  }

  private static int position(int number) {
    return number % BLOCK / UNITS;
  }

  private static int unit(int number) {
    return number / BLOCK * UNITS + number % UNITS;
  }

  private static int anchorPosition(int unit) {
    return unit % 3 == 0 ? 2 : 1;
  }
}
