package io.contrastream.checkpoint;

import static io.contrastream.checkpoint.CheckpointException.quoted;

import io.contrastream.checkpoint.StridedTensor.Storage;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The layout of {@code torch.save} before PyTorch 1.6: pickles of a magic number, the version,
 * facts about the machine, what was saved and the storages' keys; then each storage, after its
 * size.
 */
final class PytorchStream implements PytorchLayout {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final Integer VERSION = 1001;

  private final String origin;
  private final Object root;
  private final Map<String, ByteBuffer> contents = new HashMap<>();

  /**
   * @throws CheckpointException if the bytes are not such a file
   */
  PytorchStream(byte[] file, String origin) {
    this.origin = origin;
    int limit = Math.min(file.length, MAX_PICKLE_BYTES);
    ByteArrayInputStream pickles = new ByteArrayInputStream(file, 0, limit);
    if (!MAGIC.equals(PytorchUnpickler.read(pickles, origin, new HashMap<>()))
        || !VERSION.equals(PytorchUnpickler.read(pickles, origin, new HashMap<>()))) {
      throw new CheckpointException(
          "%s is a pickle, but not a file of torch.save: %s"
              .formatted(origin, PytorchFile.HOW_TO_EXPORT));
    }
    PytorchUnpickler.read(pickles, origin, new HashMap<>());
    Map<String, Storage> storages = new HashMap<>();
    root = PytorchUnpickler.read(pickles, origin, storages);
    Object keys = PytorchUnpickler.read(pickles, origin, new HashMap<>());
    int start = limit - pickles.available();
    ByteBuffer numbers = ByteBuffer.wrap(file, start, file.length - start);
    locate(keys, storages, numbers.order(ByteOrder.LITTLE_ENDIAN));
  }

  private void locate(Object keys, Map<String, Storage> storages, ByteBuffer numbers) {
    if (!(keys instanceof List<?> order)) {
      throw damaged("the list of its storages is missing");
    }
    for (Object key : order) {
      if (!(key instanceof String name)) { // nested lists would take for ever to hash or to print
        throw damaged("the list of its storages holds more than their keys");
      }
      Storage storage = storages.get(name);
      if (storage == null) {
        throw new CheckpointException(
            "%s: its storage %s belongs to no tensor that can be read; %s"
                .formatted(origin, quoted(name), PytorchFile.HOW_TO_EXPORT));
      }
      if (numbers.remaining() < Long.BYTES
          || numbers.getLong() != storage.count()
          || numbers.remaining() < storage.bytes()) {
        throw damaged("storage %s has another size".formatted(quoted(storage.key())));
      }
      int size = (int) storage.bytes();
      ByteBuffer content = numbers.slice(numbers.position(), size);
      contents.put(storage.key(), content.order(ByteOrder.LITTLE_ENDIAN));
      numbers.position(numbers.position() + size);
    }
  }

  @Override
  public Object root() {
    return root;
  }

  @Override
  public ByteBuffer content(Storage storage) {
    ByteBuffer content = contents.get(storage.key());
    if (content == null) {
      throw damaged("storage %s is missing".formatted(quoted(storage.key())));
    }
    return content;
  }

  private CheckpointException damaged(String fault) {
    return new CheckpointException(
        "%s: %s; the file is truncated or damaged".formatted(origin, fault));
  }

  @Override
  public void close() {
    // All of it is in memory.
  }
}
