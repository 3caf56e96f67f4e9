package io.contrastream.sound.file;

import java.nio.ByteBuffer;
import java.util.function.ToDoubleFunction;

/** The ways to store a sample, little-endian. */
enum SampleCoding {
  PCM_8(8, in -> ((in.get() & 0xff) - 128) / 128.0),
  PCM_16(16, in -> in.getShort() / 0x1p15),
  PCM_24(24, in -> (in.getShort() & 0xffff | in.get() << 16) / 0x1p23),
  PCM_32(32, in -> in.getInt() / 0x1p31),
  FLOAT_32(32, ByteBuffer::getFloat),
  FLOAT_64(64, ByteBuffer::getDouble);

  private final int bits;
  private final ToDoubleFunction<ByteBuffer> reader;

  SampleCoding(int bits, ToDoubleFunction<ByteBuffer> reader) {
    this.bits = bits;
    this.reader = reader;
  }

  int bits() {
    return bits;
  }

  int bytes() {
    return bits / Byte.SIZE;
  }

  boolean isFloat() {
    return this == FLOAT_32 || this == FLOAT_64;
  }

  /** Returns the next sample; full scale is -1 to 1. */
  double read(ByteBuffer in) {
    return reader.applyAsDouble(in);
  }
}
