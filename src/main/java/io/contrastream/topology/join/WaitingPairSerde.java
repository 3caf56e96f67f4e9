package io.contrastream.topology.join;

import io.contrastream.schema.DigitImage;
import io.contrastream.topic.AvroLimits;
import io.contrastream.topology.embed.EmbeddedImage;
import io.contrastream.topology.join.WaitingPair.Image;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The join's state as bytes. They stay within one application's store and its changelog, so they
 * need no schema registry; a leading version byte lets later releases read them.
 */
final class WaitingPairSerde implements Serde<WaitingPair> {
  /** Version 1 has no offset. */
  private static final byte VERSION = 2;

  private static final int TYPICAL_BYTES = 1280;

  static {
    AvroLimits.set();
  }

  private static final BinaryMessageEncoder<DigitImage> IMAGE_ENCODER = DigitImage.getEncoder();
  private static final BinaryMessageDecoder<DigitImage> IMAGE_DECODER =
      DigitImage.createDecoder(StoredSchemas.ofImages());

  @Override
  public Serializer<WaitingPair> serializer() {
    return (topic, pair) -> pair == null ? null : write(pair);
  }

  @Override
  public Deserializer<WaitingPair> deserializer() {
    return (topic, bytes) -> bytes == null ? null : read(bytes);
  }

  private static byte[] write(WaitingPair pair) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(pair.latestOffset());
      out.writeInt(pair.matched());
      out.writeBoolean(pair.rescored());
      out.writeBoolean(pair.anchor() != null);
      if (pair.anchor() != null) {
        writeImage(pair.anchor(), out);
      }
      out.writeInt(pair.examples().size());
      for (Image example : pair.examples()) {
        writeImage(example, out);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeImage(Image image, DataOutputStream out) throws IOException {
    EmbeddedImage embedded = image.embedded();
    ByteBuffer avro = IMAGE_ENCODER.encode(embedded.image());
    out.writeInt(avro.remaining());
    out.write(avro.array(), avro.arrayOffset() + avro.position(), avro.remaining());
    float[] vector = embedded.vector();
    ByteBuffer numbers = ByteBuffer.allocate(vector.length * Float.BYTES);
    numbers.asFloatBuffer().put(vector);
    out.writeInt(vector.length);
    out.write(numbers.array());
    out.writeUTF(embedded.checkpointId());
    out.writeLong(embedded.embeddedAtMs());
    out.writeLong(image.timestampMs());
  }

  private static WaitingPair read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version < 1 || version > VERSION) {
        throw new IllegalStateException(
            "The join's state has version %d, but this release reads 1 to %d: a newer release wrote"
                    .formatted(version, VERSION)
                + " it, so run that release");
      }
      long latestOffset = version == 1 ? WaitingPair.NO_OFFSET : in.readLong();
      int matched = in.readInt();
      boolean rescored = in.readBoolean();
      Image anchor = in.readBoolean() ? readImage(in) : null;
      int count = in.readInt();
      List<Image> examples = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        examples.add(readImage(in));
      }
      return new WaitingPair(anchor, matched, rescored, List.copyOf(examples), latestOffset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Image readImage(DataInputStream in) throws IOException {
    DigitImage image = IMAGE_DECODER.decode(in.readNBytes(in.readInt()));
    float[] vector = new float[in.readInt()];
    ByteBuffer.wrap(in.readNBytes(vector.length * Float.BYTES)).asFloatBuffer().get(vector);
    String checkpointId = in.readUTF();
    long embeddedAtMs = in.readLong();
    long timestampMs = in.readLong();
    return new Image(new EmbeddedImage(image, vector, checkpointId, embeddedAtMs), timestampMs);
  }
}
