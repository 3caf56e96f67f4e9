package io.contrastream.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of torch.save made by hand, for what PyTorch itself would not write. */
final class Pickles {
  private Pickles() {}

  /** Writes a file with this pickle and one storage, key 0, of so many zero bytes. */
  static Path file(Path folder, String pickle, int storageBytes) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("archive/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
    entries.put("archive/data/0", new byte[storageBytes]);
    return zip(folder, entries, ZipEntry.STORED);
  }

  static Path zip(Path folder, Map<String, byte[]> entries, int method) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (var named : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(named.getKey());
        entry.setMethod(method);
        entry.setSize(named.getValue().length);
        CRC32 checksum = new CRC32();
        checksum.update(named.getValue());
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(named.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return write(folder, bytes.toByteArray());
  }

  static Path write(Path folder, byte[] bytes) {
    try {
      return Files.write(folder.resolve("evil.pt"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Edits the zip's last record to claim so many bytes from the file's beginning on. */
  static byte[] overlapping(byte[] zip, int size) {
    ByteBuffer file = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int record = zip.length - 22 - 46 - "archive/data/0".length();
    file.putInt(record + 20, size).putInt(record + 24, size).putInt(record + 42, 0);
    return file.array();
  }

  /** {"w": tensor} over storage 0; shape and strides as "2 3". */
  static String tensor(int count, int offset, String shape, String strides) {
    return "\u0080\2}X\1\0\0\0wctorch._utils\n_rebuild_tensor_v2\n(("
        + "X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0000X\3\0\0\0cpu"
        + number(count)
        + "tQ"
        + number(offset)
        + "("
        + numbers(shape)
        + "t("
        + numbers(strides)
        + "t\u0089}tRs.";
  }

  private static String numbers(String spaced) {
    return Arrays.stream(spaced.split(" "))
        .map(number -> number(Integer.parseInt(number)))
        .collect(Collectors.joining());
  }

  private static String number(int number) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
    return "J" + new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
