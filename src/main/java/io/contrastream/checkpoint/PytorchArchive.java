package io.contrastream.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The layout of {@code torch.save} since PyTorch 1.6: a zip with a pickle, and an entry for each
 * storage.
 */
final class PytorchArchive implements PytorchLayout {
  private static final String PICKLE = "data.pkl";

  private final ZipFile zip;
  private final String origin;
  private final String root;
  private final Map<String, ByteBuffer> storages = new HashMap<>();
  private long unread;

  /**
   * @throws CheckpointException if the zip is not such an archive
   */
  PytorchArchive(Path path) throws IOException {
    origin = path.toString();
    unread = Files.size(path);
    zip = new ZipFile(path.toFile());
    try {
      root = folder();
      requireLittleEndian();
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  @Override
  public Object root() throws IOException {
    ZipEntry entry = zip.getEntry(root + PICKLE);
    if (entry.getSize() < 0 || entry.getSize() > MAX_PICKLE_BYTES) {
      throw new CheckpointException(
          "%s: its pickle of %d bytes is larger than the 1 MiB that a state_dict may need"
              .formatted(origin, entry.getSize()));
    }
    return PytorchUnpickler.read(content(entry, entry.getSize()), origin);
  }

  /** Reads each storage once. */
  @Override
  public ByteBuffer content(StridedTensor.Storage storage) throws IOException {
    ByteBuffer known = storages.get(storage.key());
    if (known == null) {
      ZipEntry entry = zip.getEntry(root + "data/" + storage.key());
      if (entry == null) {
        throw damaged("storage " + CheckpointException.quoted(storage.key()) + " is missing");
      }
      known = ByteBuffer.wrap(content(entry, storage.bytes())).order(ByteOrder.LITTLE_ENDIAN);
      storages.put(storage.key(), known);
    }
    if (known.capacity() != storage.bytes()) {
      throw damaged("storage " + CheckpointException.quoted(storage.key()) + " has another size");
    }
    return known;
  }

  /**
   * Together the entries must not be larger than the file: overlapping ones could make a small file
   * fill the memory.
   */
  private byte[] content(ZipEntry entry, long size) throws IOException {
    String name = CheckpointException.quoted(entry.getName());
    if (entry.getMethod() != ZipEntry.STORED) {
      throw damaged("entry " + name + " is compressed, which torch.save never does");
    }
    if (entry.getSize() != size) {
      throw damaged("entry " + name + " has another size than its tensors");
    }
    unread -= size;
    if (unread < 0) {
      throw damaged("its entries overlap");
    }
    try (InputStream stream = zip.getInputStream(entry)) {
      byte[] bytes = stream.readNBytes((int) size);
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      if (bytes.length != size || checksum.getValue() != entry.getCrc()) {
        throw damaged("entry " + name + " does not fit its checksum");
      }
      return bytes;
    }
  }

  private String folder() {
    List<String> pickles =
        zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith("/" + PICKLE)).toList();
    if (pickles.isEmpty()) {
      throw new CheckpointException(
          "%s is a zip archive, but not of torch.save, which writes a data.pkl; unpack it, or %s"
              .formatted(origin, PytorchFile.HOW_TO_EXPORT));
    }
    if (pickles.size() > 1) {
      throw damaged("it holds %d pickles named data.pkl, expected one".formatted(pickles.size()));
    }
    String folder = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    if (zip.getEntry(folder + "constants.pkl") != null) {
      throw new CheckpointException(
          "%s is a TorchScript program; nothing of it was run; %s"
              .formatted(origin, PytorchFile.HOW_TO_EXPORT));
    }
    return folder;
  }

  private void requireLittleEndian() throws IOException {
    ZipEntry entry = zip.getEntry(root + "byteorder");
    if (entry == null) {
      return;
    }
    String order =
        new String(content(entry, Math.min(entry.getSize(), 16)), StandardCharsets.US_ASCII);
    if (!order.equals("little")) {
      throw new CheckpointException(
          "%s was written on a big-endian machine, which is not supported: save it on another"
              .formatted(origin));
    }
  }

  private CheckpointException damaged(String fault) {
    return new CheckpointException(
        "%s: %s; the file is damaged or not a file of torch.save".formatted(origin, fault));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
