package io.contrastream.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.razorvine.pickle.Opcodes;

/**
 * Writes the zip that {@code torch.load} reads, also with {@code weights_only=True}: a pickle of
 * protocol 2, and each storage. The same tensors give the same bytes.
 */
final class PytorchWriter {
  private static final String ROOT = "archive/";

  /** The time of all entries. */
  private static final LocalDateTime WRITTEN = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

  private PytorchWriter() {}

  static byte[] encode(Map<String, Tensor> tensors) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      store(zip, "data.pkl", ByteBuffer.wrap(new PytorchWriter().pickle(tensors)));
      store(zip, "byteorder", ByteBuffer.wrap("little".getBytes(StandardCharsets.US_ASCII)));
      int key = 0;
      for (Tensor tensor : tensors.values()) {
        store(zip, "data/" + key++, tensor.data());
      }
      store(zip, "version", ByteBuffer.wrap("3\n".getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory can't fail", e);
    }
    return file.toByteArray();
  }

  /** PyTorch maps storages in place, so entries are not compressed. */
  private static void store(ZipOutputStream zip, String name, ByteBuffer content)
      throws IOException {
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    entry.setTimeLocal(WRITTEN);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private byte[] pickle(Map<String, Tensor> tensors) {
    put(Opcodes.PROTO, 2);
    orderedDict();
    put(Opcodes.MARK);
    int key = 0;
    for (var named : tensors.entrySet()) {
      text(named.getKey());
      tensor(named.getValue(), key++);
    }
    put(Opcodes.SETITEMS, Opcodes.STOP);
    return pickle.toByteArray();
  }

  /** A call of _rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks). */
  private void tensor(Tensor tensor, int key) {
    global("torch._utils", "_rebuild_tensor_v2");
    put(Opcodes.MARK);
    storage(tensor, key);
    number(0);
    numbers(tensor.shape());
    numbers(strides(tensor.shape()));
    put(Opcodes.NEWFALSE);
    orderedDict();
    put(Opcodes.TUPLE, Opcodes.REDUCE);
  }

  private void storage(Tensor tensor, int key) {
    put(Opcodes.MARK);
    text("storage");
    global("torch", tensor.type() == Tensor.Type.F32 ? "FloatStorage" : "LongStorage");
    text(String.valueOf(key));
    text("cpu");
    number(tensor.data().remaining() / tensor.type().bytes);
    put(Opcodes.TUPLE, Opcodes.BINPERSID);
  }

  private void orderedDict() {
    global("collections", "OrderedDict");
    put(Opcodes.EMPTY_TUPLE, Opcodes.REDUCE);
  }

  private void global(String module, String name) {
    put(Opcodes.GLOBAL);
    pickle.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    put(Opcodes.BINUNICODE);
    littleEndian(bytes.length);
    pickle.writeBytes(bytes);
  }

  private void numbers(long[] numbers) {
    put(Opcodes.MARK);
    for (long number : numbers) {
      number(number);
    }
    put(Opcodes.TUPLE);
  }

  private void number(long number) {
    put(Opcodes.BININT);
    littleEndian(Math.toIntExact(number));
  }

  private void littleEndian(int number) {
    pickle.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
  }

  private void put(int... bytes) {
    for (int one : bytes) {
      pickle.write(one);
    }
  }

  private static long[] strides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, shape[i]);
    }
    return strides;
  }
}
