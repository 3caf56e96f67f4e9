package io.contrastream.topology.join;

import io.contrastream.encoding.ModalityCode;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.Modality;
import io.contrastream.topic.AvroLimits;
import io.contrastream.topic.InputRecord;
import io.contrastream.topology.embed.EmbeddedInput;
import io.contrastream.topology.embed.ShadowVector;
import io.contrastream.topology.join.WaitingPair.Input;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The join's state as bytes. They stay within one application's store and its changelog, so they
 * need no schema registry; a leading version byte lets later releases read them.
 */
final class WaitingPairSerde implements Serde<WaitingPair> {
  /** Has the vectors of the candidate in the shadow besides. Written only if there are any. */
  private static final byte VERSION = 4;

  /** Has the offset in each topic, and the modality of each input. */
  private static final byte OF_MODALITIES = 3;

  /**
   * Has the offset in the images topic. Pairs of images are still written so, which the release
   * before can read. Version 1 has no offset.
   */
  private static final byte OF_IMAGES = 2;

  private static final int TYPICAL_BYTES = 1280;

  static {
    AvroLimits.set();
  }

  /** Writes and reads the records of one modality. */
  private record Codec(
      BinaryMessageEncoder<SpecificRecord> encoder, BinaryMessageDecoder<SpecificRecord> decoder) {
    private static final Map<Modality, Codec> BY_MODALITY =
        new EnumMap<>(
            Map.of(
                Modality.IMAGE, of(DigitImage.getClassSchema()),
                Modality.CAPTION, of(DigitCaption.getClassSchema()),
                Modality.SOUND, of(DigitSound.getClassSchema())));

    static Codec of(Modality modality) {
      return BY_MODALITY.get(modality);
    }

    private static Codec of(Schema schema) {
      SpecificData model = SpecificData.getForSchema(schema);
      return new Codec(
          new BinaryMessageEncoder<>(model, schema),
          new BinaryMessageDecoder<>(model, schema, StoredSchemas.all()));
    }

    ByteBuffer encode(SpecificRecord record) throws IOException {
      return encoder.encode(record);
    }

    SpecificRecord decode(byte[] bytes) throws IOException {
      return decoder.decode(bytes);
    }
  }

  @Override
  public Serializer<WaitingPair> serializer() {
    return (topic, pair) -> pair == null ? null : write(pair);
  }

  @Override
  public Deserializer<WaitingPair> deserializer() {
    return (topic, bytes) -> bytes == null ? null : read(bytes);
  }

  private static byte[] write(WaitingPair pair) {
    byte version = versionFor(pair);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(version);
      out.writeLong(pair.offsets().image());
      if (version >= OF_MODALITIES) {
        out.writeLong(pair.offsets().caption());
        out.writeLong(pair.offsets().sound());
      }
      out.writeInt(pair.matched());
      out.writeBoolean(pair.rescored());
      out.writeBoolean(pair.anchor() != null);
      if (pair.anchor() != null) {
        writeInput(pair.anchor(), version, out);
      }
      out.writeInt(pair.examples().size());
      for (Input example : pair.examples()) {
        writeInput(example, version, out);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the lowest one that holds everything, so that the release before can mostly read it.
   */
  private static byte versionFor(WaitingPair pair) {
    boolean inShadow =
        Stream.concat(Stream.ofNullable(pair.anchor()), pair.examples().stream())
            .anyMatch(each -> each.embedded().shadow() != null);
    if (inShadow) {
      return VERSION;
    }
    return pair.offsets().equals(Offsets.ofImages(pair.offsets().image()))
        ? OF_IMAGES
        : OF_MODALITIES;
  }

  private static void writeInput(Input input, byte version, DataOutputStream out)
      throws IOException {
    EmbeddedInput embedded = input.embedded();
    Modality modality = embedded.input().modality();
    if (version >= OF_MODALITIES) {
      out.writeByte(ModalityCode.of(modality));
    }
    ByteBuffer avro = Codec.of(modality).encode(embedded.input().value());
    out.writeInt(avro.remaining());
    out.write(avro.array(), avro.arrayOffset() + avro.position(), avro.remaining());
    writeVector(embedded.vector(), out);
    out.writeUTF(embedded.checkpointId());
    out.writeLong(embedded.embeddedAtMs());
    out.writeLong(input.timestampMs());
    if (version >= VERSION) {
      writeShadow(embedded.shadow(), out);
    }
  }

  private static void writeShadow(ShadowVector shadow, DataOutputStream out) throws IOException {
    out.writeBoolean(shadow != null);
    if (shadow != null) {
      out.writeUTF(shadow.candidateId());
      writeVector(shadow.vector(), out);
    }
  }

  private static void writeVector(float[] vector, DataOutputStream out) throws IOException {
    ByteBuffer numbers = ByteBuffer.allocate(vector.length * Float.BYTES);
    numbers.asFloatBuffer().put(vector);
    out.writeInt(vector.length);
    out.write(numbers.array());
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
      Offsets offsets = readOffsets(in, version);
      int matched = in.readInt();
      boolean rescored = in.readBoolean();
      Input anchor = in.readBoolean() ? readInput(in, version) : null;
      int count = in.readInt();
      List<Input> examples = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        examples.add(readInput(in, version));
      }
      return new WaitingPair(anchor, matched, rescored, List.copyOf(examples), offsets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Offsets readOffsets(DataInputStream in, int version) throws IOException {
    if (version >= OF_MODALITIES) {
      return new Offsets(in.readLong(), in.readLong(), in.readLong());
    }
    return version == OF_IMAGES ? Offsets.ofImages(in.readLong()) : Offsets.NONE;
  }

  private static Input readInput(DataInputStream in, int version) throws IOException {
    Modality modality =
        version >= OF_MODALITIES ? ModalityCode.read(in.readByte()) : Modality.IMAGE;
    InputRecord input = InputRecord.of(Codec.of(modality).decode(in.readNBytes(in.readInt())));
    float[] vector = readVector(in);
    String checkpointId = in.readUTF();
    long embeddedAtMs = in.readLong();
    long timestampMs = in.readLong();
    ShadowVector shadow =
        version >= VERSION && in.readBoolean()
            ? new ShadowVector(in.readUTF(), readVector(in))
            : null;
    return new Input(
        new EmbeddedInput(input, vector, checkpointId, null, embeddedAtMs, shadow), timestampMs);
  }

  private static float[] readVector(DataInputStream in) throws IOException {
    float[] vector = new float[in.readInt()];
    ByteBuffer.wrap(in.readNBytes(vector.length * Float.BYTES)).asFloatBuffer().get(vector);
    return vector;
  }
}
