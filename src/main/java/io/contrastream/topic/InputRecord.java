package io.contrastream.topic;

import io.contrastream.caption.Caption;
import io.contrastream.config.ImageFit;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.image.Digit;
import io.contrastream.image.EncodedImage;
import io.contrastream.image.Fitting;
import io.contrastream.image.Raster;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageEncoding;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record of an input topic, by what all modalities have in common.
 *
 * @param id not empty if the record is valid
 * @param pairId null if the input has no pair
 * @param label 0 to 9 if the record is valid, or null
 * @param examples number of contrastive examples that an anchor announces, or null
 * @param value the record itself; never changed
 */
public record InputRecord(
    Modality modality,
    String id,
    String pairId,
    ImageRole role,
    Integer label,
    Integer examples,
    SpecificRecord value) {

  public static InputRecord of(DigitImage image) {
    return new InputRecord(
        Modality.IMAGE,
        image.getImageId(),
        image.getPairId(),
        image.getRole(),
        image.getLabel(),
        image.getExamples(),
        image);
  }

  public static InputRecord of(DigitCaption caption) {
    return new InputRecord(
        Modality.CAPTION,
        caption.getCaptionId(),
        caption.getPairId(),
        caption.getRole(),
        caption.getLabel(),
        caption.getExamples(),
        caption);
  }

  public static InputRecord of(DigitSound sound) {
    return new InputRecord(
        Modality.SOUND,
        sound.getSoundId(),
        sound.getPairId(),
        sound.getRole(),
        sound.getLabel(),
        sound.getExamples(),
        sound);
  }

  /**
   * @param value an image, caption or sound
   */
  public static InputRecord of(Object value) {
    if (value instanceof DigitImage image) {
      return of(image);
    }
    return value instanceof DigitCaption caption ? of(caption) : of((DigitSound) value);
  }

  /**
   * Returns an image as it was sent, decoded if it is a file.
   *
   * @throws IllegalArgumentException if it can't be decoded, or has not the size that it states;
   *     the message continues "Image X"
   */
  public Raster raster() {
    DigitImage image = (DigitImage) value;
    byte[] bytes = AvroSerde.bytes(image.getPixels());
    return switch (image.getEncoding()) {
      case RAW -> new Raster(bytes, image.getHeight(), image.getWidth(), image.getChannels());
      case PNG -> EncodedImage.decode(bytes, EncodedImage.Format.PNG);
      case JPEG -> EncodedImage.decode(bytes, EncodedImage.Format.JPEG);
    };
  }

  /**
   * Returns an image in the size and with the channels that an encoder takes, not to be changed.
   *
   * @throws IllegalArgumentException as of {@link #raster}, or if the image does not fit
   */
  public byte[] pixels(EncoderSpec.Input taken, ImageFit fit) {
    return fit(raster(), taken, fit).values();
  }

  private static Raster fit(Raster image, EncoderSpec.Input taken, ImageFit fit) {
    List<Integer> shape = taken.shape();
    return Fitting.fit(image, shape.get(1), shape.get(2), shape.get(0), fit);
  }

  /** Returns the pixels of a digit in the size and with the channels that an encoder takes. */
  public static byte[] pixels(Digit digit, EncoderSpec.Input taken) {
    List<Integer> shape = taken.shape();
    return Fitting.digit(digit.pixels(), shape.get(1), shape.get(2), shape.get(0)).values();
  }

  /**
   * Returns the same input, an image as raw pixels in the size and with the channels that an
   * encoder takes.
   *
   * @throws IllegalArgumentException as of {@link #pixels}
   */
  public InputRecord fitting(EncoderSpec.Input taken, ImageFit fit) {
    if (modality != Modality.IMAGE) {
      return this;
    }
    DigitImage image = (DigitImage) value;
    Raster sent = raster();
    Raster fitted = fit(sent, taken, fit);
    if (fitted.equals(sent) && image.getEncoding() == ImageEncoding.RAW) {
      return this;
    }
    return of(
        DigitImage.newBuilder(image)
            .setEncoding(ImageEncoding.RAW)
            .setPixels(ByteBuffer.wrap(fitted.values()))
            .setHeight(fitted.height())
            .setWidth(fitted.width())
            .setChannels(fitted.channels())
            .build());
  }

  /**
   * @throws IllegalArgumentException if the text is blank or too long
   */
  public Caption caption() {
    return new Caption(((DigitCaption) value).getText());
  }

  /**
   * @throws IllegalArgumentException if the rate is out of range, or the recording is empty or too
   *     long
   */
  public Sound sound() {
    DigitSound sound = (DigitSound) value;
    return sound(sound.getSampleRate(), sound.getSamples());
  }

  /**
   * @param samples two bytes each, the low one first; an odd last byte is ignored
   */
  public static Sound sound(int rate, ByteBuffer samples) {
    short[] numbers = new short[samples.remaining() / Short.BYTES];
    samples.duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(numbers);
    return new Sound(rate, numbers);
  }

  /** Returns the samples of a sound as its record holds them. */
  public static ByteBuffer samples(Sound sound) {
    ByteBuffer bytes =
        ByteBuffer.allocate(sound.samples().length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(sound.samples());
    return bytes;
  }

  /** Returns the approximate number of bytes that the record takes in memory and in a topic. */
  public int bytes() {
    return switch (modality) {
      case IMAGE -> ((DigitImage) value).getPixels().remaining();
      case CAPTION -> Character.BYTES * ((DigitCaption) value).getText().length();
      case SOUND -> ((DigitSound) value).getSamples().remaining();
    };
  }
}
