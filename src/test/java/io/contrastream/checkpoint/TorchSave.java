package io.contrastream.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import net.razorvine.pickle.Opcodes;

/** Writes what {@code torch.save} writes of dictionaries, texts, numbers and tensors. */
final class TorchSave {
  private static final String LEGACY_HEAD =
      "\u0080\2\u008a\12\154\374\234\106\371\40\152\250\120\31.\u0080\2M\351\3.\u0080\2}.";

  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final Map<String, Numbers> storages = new LinkedHashMap<>();
  private final boolean legacy;

  private TorchSave(boolean legacy) {
    this.legacy = legacy;
  }

  /**
   * A contiguous tensor.
   *
   * @param storage name of its type, such as {@code HalfStorage}
   */
  record Numbers(String storage, int width, byte[] data, long... shape) {
    static Numbers of(Tensor tensor) {
      ByteBuffer data = tensor.data();
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      boolean floats = tensor.type() == Tensor.Type.F32;
      return new Numbers(
          floats ? "FloatStorage" : "LongStorage", tensor.type().bytes, bytes, tensor.shape());
    }

    long count() {
      return data.length / width;
    }
  }

  /** Instructions as they are. */
  record Raw(String instructions) {}

  static Path write(Path file, Object root) {
    TorchSave save = new TorchSave(false);
    save.pickle(root);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("archive/data.pkl", save.pickle.toByteArray());
    save.storages.forEach((key, numbers) -> entries.put("archive/data/" + key, numbers.data()));
    Path zip = Pickles.zip(file.toAbsolutePath().getParent(), entries, ZipEntry.STORED);
    try {
      return zip.equals(file) ? zip : Files.move(zip, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a file in the layout before PyTorch 1.6. */
  static byte[] legacy(Object root) {
    TorchSave save = new TorchSave(true);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(LEGACY_HEAD.getBytes(ISO_8859_1));
    save.pickle(root);
    file.writeBytes(save.pickle.toByteArray());
    save.pickle.reset();
    save.pickle(List.copyOf(save.storages.keySet()));
    file.writeBytes(save.pickle.toByteArray());
    save.storages.values().forEach(numbers -> file.writeBytes(sized(numbers)));
    return file.toByteArray();
  }

  private static byte[] sized(Numbers numbers) {
    return ByteBuffer.allocate(Long.BYTES + numbers.data().length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(numbers.count())
        .put(numbers.data())
        .array();
  }

  private void pickle(Object root) {
    raw("\u0080\2");
    put(root);
    pickle.write(Opcodes.STOP);
  }

  private void put(Object value) {
    if (value instanceof Raw raw) {
      raw(raw.instructions());
    } else if (value instanceof Map<?, ?> map) {
      raw("}(");
      map.forEach(
          (key, each) -> {
            put(key);
            put(each);
          });
      raw("u");
    } else if (value instanceof List<?> list) {
      raw("](");
      list.forEach(this::put);
      raw("e");
    } else if (value instanceof String text) {
      raw("X");
      number(text.getBytes(UTF_8).length);
      pickle.writeBytes(text.getBytes(UTF_8));
    } else if (value instanceof Integer number) {
      raw("J");
      number(number);
    } else {
      tensor((Numbers) value);
    }
  }

  private void tensor(Numbers numbers) {
    String key = String.valueOf(storages.size());
    storages.put(key, numbers);
    raw("ctorch._utils\n_rebuild_tensor_v2\n((");
    put("storage");
    raw("ctorch\n" + numbers.storage() + "\n");
    put(key);
    put("cpu");
    put((int) numbers.count());
    raw(legacy ? "NtQ" : "tQ");
    put(0);
    tuple(numbers.shape());
    tuple(strides(numbers.shape()));
    raw("\u0089ccollections\nOrderedDict\n)RtR");
  }

  private static long[] strides(long[] shape) {
    return IntStream.range(0, shape.length)
        .mapToLong(
            i ->
                IntStream.range(i + 1, shape.length)
                    .mapToLong(k -> shape[k])
                    .reduce(1, (a, b) -> a * b))
        .toArray();
  }

  private void tuple(long[] numbers) {
    raw("(");
    for (long number : numbers) {
      put((int) number);
    }
    raw("t");
  }

  private void raw(String instructions) {
    pickle.writeBytes(instructions.getBytes(ISO_8859_1));
  }

  private void number(int number) {
    pickle.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
  }
}
