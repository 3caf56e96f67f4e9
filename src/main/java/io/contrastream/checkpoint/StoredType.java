package io.contrastream.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The types that numbers have in files. Floats are read as float32, whole numbers as int64. */
enum StoredType {
  F64(Double.BYTES, "DoubleStorage", "float64"),
  F32(Float.BYTES, "FloatStorage", "float32"),
  F16(Short.BYTES, "HalfStorage", "float16"),
  BF16(Short.BYTES, "BFloat16Storage", "bfloat16"),
  I64(Long.BYTES, "LongStorage", "int64"),
  I32(Integer.BYTES, "IntStorage", "int32"),
  I16(Short.BYTES, "ShortStorage", "int16"),
  I8(Byte.BYTES, "CharStorage", "int8"),
  U8(Byte.BYTES, "ByteStorage", "uint8"),
  BOOL(Byte.BYTES, "BoolStorage", "bool");

  final int bytes;
  private final String storage;
  private final String words;

  StoredType(int bytes, String storage, String words) {
    this.bytes = bytes;
    this.storage = storage;
    this.words = words;
  }

  /** Returns the type that safetensors call so. */
  static Optional<StoredType> ofDtype(String dtype) {
    return Arrays.stream(values()).filter(type -> type.name().equals(dtype)).findFirst();
  }

  /** Returns the type of PyTorch's storages of this name. */
  static Optional<StoredType> ofStorage(String name) {
    return Arrays.stream(values()).filter(type -> type.storage.equals(name)).findFirst();
  }

  static StoredType of(Tensor.Type type) {
    return valueOf(type.name());
  }

  /** Returns the type that the numbers have once they are read. */
  Tensor.Type target() {
    return switch (this) {
      case F64, F32, F16, BF16 -> Tensor.Type.F32;
      default -> Tensor.Type.I64;
    };
  }

  boolean isConverted() {
    return this != of(target());
  }

  /** Says what is done with the numbers, if something is. */
  String conversion() {
    return words + " converted to " + of(target()).words;
  }

  /** Returns all numbers of a content in little-endian order, converted. */
  ByteBuffer convert(ByteBuffer content) {
    int count = content.remaining() / bytes;
    ByteBuffer converted =
        ByteBuffer.allocate(count * target().bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      copy(content, i * bytes, converted);
    }
    return converted.flip();
  }

  /** Appends the number at {@code place}, converted. Both buffers are little-endian. */
  void copy(ByteBuffer from, int place, ByteBuffer to) {
    switch (this) {
      case F64 -> to.putFloat((float) from.getDouble(place));
      case F32 -> to.putInt(from.getInt(place));
      case F16 -> to.putFloat(half(from.getShort(place)));
      case BF16 -> to.putInt(from.getShort(place) << Short.SIZE);
      case I64 -> to.putLong(from.getLong(place));
      case I32 -> to.putLong(from.getInt(place));
      case I16 -> to.putLong(from.getShort(place));
      case I8 -> to.putLong(from.get(place));
      case U8, BOOL -> to.putLong(Byte.toUnsignedLong(from.get(place)));
    }
  }

  /** Java has no such conversion before version 20. */
  private static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      return (sign == 0 ? 0x1p-24f : -0x1p-24f) * fraction;
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 127 - 15;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }
}
