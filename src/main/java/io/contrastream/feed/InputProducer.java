package io.contrastream.feed;

import io.contrastream.caption.Caption;
import io.contrastream.config.Settings;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.image.Raster;
import io.contrastream.image.file.EncodedFile;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageEncoding;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;
import io.contrastream.source.Labelled;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends images, captions and sounds to their topics. Sending blocks only while the producer's
 * buffer is full; if a record cannot be sent, a later call throws. One thread calls; any may ask
 * for the counts.
 */
public final class InputProducer implements AutoCloseable {
  private static final int RANDOM_RANGE = 36 * 36 * 36;

  private final Producer<String, byte[]> producer;
  private final Topics topics;

  /** The time in seconds and a random part, in base 36: runs sort by their start. */
  private final String runId =
      Long.toString(
          System.currentTimeMillis() / 1000 * RANDOM_RANGE
              + ThreadLocalRandom.current().nextInt(RANDOM_RANGE),
          36);

  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile Sent sent = Sent.NOTHING;

  /** Numbers of inputs and of pairs. */
  public record Sent(long images, long captions, long sounds, long pairs) {
    static final Sent NOTHING = new Sent(0, 0, 0, 0);

    private Sent plus(Modality modality) {
      return switch (modality) {
        case IMAGE -> new Sent(images + 1, captions, sounds, pairs);
        case CAPTION -> new Sent(images, captions + 1, sounds, pairs);
        case SOUND -> new Sent(images, captions, sounds + 1, pairs);
      };
    }

    private Sent plusPair() {
      return new Sent(images, captions, sounds, pairs + 1);
    }

    /** Returns the number of inputs of all modalities. */
    public long inputs() {
      return images + captions + sounds;
    }
  }

  public InputProducer(Settings settings, Topics topics) {
    this.topics = topics;
    Map<String, Object> properties = settings.producerProperties();
    properties.putIfAbsent(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** Returns the prefix of all ids of this producer. */
  public String runId() {
    return runId;
  }

  /** Returns what was handed to Kafka so far. */
  public Sent sent() {
    return sent;
  }

  /** Sends a single image. */
  public void send(Digit digit) {
    send(new Labelled<>(digit.pixels(), digit.label()));
  }

  /**
   * Sends a single input.
   *
   * @param single the pixels of a digit, a {@link Raster}, {@link EncodedFile}, {@link Caption} or
   *     {@link Sound}
   */
  public void send(Labelled<?> single) {
    String id = "%s-%d".formatted(runId, sent.inputs());
    send(null, id, ImageRole.SINGLE, null, single);
  }

  /** Sends an anchor and its only contrastive example under one pair id. */
  public void send(DigitPair pair) {
    send(
        new Labelled<>(pair.anchor().pixels(), pair.anchor().label()),
        new Labelled<>(pair.contrastive().pixels(), pair.contrastive().label()));
  }

  /**
   * Sends an anchor and its only contrastive example under one pair id.
   *
   * @param anchor pixels, a {@link Caption} or a {@link Sound}, as is the example
   */
  public void send(Labelled<?> anchor, Labelled<?> example) {
    String pairId = "%s-%d".formatted(runId, sent.pairs());
    send(pairId, pairId + "-a", ImageRole.ANCHOR, 1, anchor);
    send(pairId, pairId + "-c", ImageRole.CONTRASTIVE, null, example);
    sent = sent.plusPair();
  }

  private void send(
      String pairId, String id, ImageRole role, Integer examples, Labelled<?> labelled) {
    String key = pairId == null ? id : pairId;
    if (labelled.input() instanceof Caption caption) {
      send(
          topics.captions(),
          key,
          new DigitCaption(id, pairId, role, labelled.label(), caption.text(), examples));
    } else if (labelled.input() instanceof Sound sound) {
      ByteBuffer samples = InputRecord.samples(sound);
      send(
          topics.sounds(),
          key,
          new DigitSound(id, pairId, role, labelled.label(), sound.rate(), samples, examples));
    } else {
      DigitImage.Builder image =
          DigitImage.newBuilder()
              .setImageId(id)
              .setPairId(pairId)
              .setRole(role)
              .setLabel(labelled.label())
              .setExamples(examples);
      send(topics.images(), key, withPixels(image, labelled.input()).build());
    }
  }

  private static DigitImage.Builder withPixels(DigitImage.Builder image, Object input) {
    if (input instanceof Raster raster) {
      return image
          .setPixels(ByteBuffer.wrap(raster.values()))
          .setHeight(raster.height())
          .setWidth(raster.width())
          .setChannels(raster.channels());
    }
    if (input instanceof EncodedFile file) {
      return image
          .setPixels(ByteBuffer.wrap(file.bytes()))
          .setEncoding(ImageEncoding.valueOf(file.format().name()));
    }
    return image.setPixels(ByteBuffer.wrap((byte[]) input));
  }

  /**
   * Returns the number of a pair within its run, from 0.
   *
   * @param pairId an id assigned by this class
   */
  public static long pairNumber(String pairId) {
    return Long.parseLong(pairId, pairId.lastIndexOf('-') + 1, pairId.length(), 10);
  }

  private <T extends SpecificRecord> void send(Topic<String, T> topic, String key, T value) {
    throwFailure();
    byte[] bytes = topic.values().serializer().serialize(topic.name(), value);
    producer.send(
        new ProducerRecord<>(topic.name(), key, bytes),
        (metadata, exception) -> {
          if (exception != null) {
            failure.compareAndSet(null, exception);
          }
        });
    sent = sent.plus(InputRecord.of(value).modality());
  }

  /** Waits until everything sent is in its topic. */
  public void flush() {
    producer.flush();
    throwFailure();
  }

  private void throwFailure() {
    Exception cause = failure.get();
    if (cause != null) {
      throw new KafkaException("Sending an input failed: " + cause.getMessage(), cause);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
