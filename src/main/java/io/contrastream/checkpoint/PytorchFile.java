package io.contrastream.checkpoint;

import io.contrastream.config.FileFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@code torch.save} writes. Nothing in a file is ever run. */
public final class PytorchFile {
  static final String HOW_TO_EXPORT =
      "export the state_dict alone with torch.save(net.state_dict(), 'network.pt')";

  private static final int PICKLE_PROTOCOL = 0x80;

  private PytorchFile() {}

  /**
   * Reads a state_dict, or the one in a training checkpoint; floats of another precision are
   * converted.
   *
   * @throws CheckpointException if the file is missing, damaged, too large, or contains anything
   *     but plain values and tensors, with its name
   */
  public static Checkpoint read(Path path) {
    try (PytorchLayout file = open(path)) {
      PytorchStateDict found = PytorchStateDict.in(file.root(), path.toString());
      requireSize(found.tensors(), path);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (var view : found.tensors().entrySet()) {
        StridedTensor tensor = view.getValue();
        tensors.put(view.getKey(), tensor.contiguous(file.content(tensor.storage())));
      }
      return new Checkpoint(tensors, Map.of()).noting(changes(found));
    } catch (NoSuchFileException e) {
      throw new CheckpointException(path + " does not exist", e);
    } catch (IOException e) {
      throw new CheckpointException(
          "%s can't be read as a file of torch.save: %s".formatted(path, FileFaults.reason(e)), e);
    }
  }

  /** Tells from its first bytes, two at least, whether a file may be of {@code torch.save}. */
  static boolean isLikely(byte[] start) {
    return isZip(start) || isPickle(start);
  }

  private static boolean isZip(byte[] start) {
    return start.length > 1 && start[0] == 'P' && start[1] == 'K';
  }

  private static boolean isPickle(byte[] start) {
    return start.length > 1 && (start[0] & 0xff) == PICKLE_PROTOCOL;
  }

  private static PytorchLayout open(Path path) throws IOException {
    if (Files.size(path) > CheckpointFile.MAX_BYTES) {
      throw new CheckpointException(path + " is larger than the 64 MiB that a checkpoint may have");
    }
    byte[] start = CheckpointFile.start(path, 2);
    if (isPickle(start)) {
      return new PytorchStream(CheckpointFile.bytes(path), path.toString());
    }
    if (!isZip(start)) {
      throw new CheckpointException(
          "%s is neither a file of torch.save nor of safetensors, by its first bytes: %s"
              .formatted(path, HOW_TO_EXPORT));
    }
    return new PytorchArchive(path);
  }

  private static List<String> changes(PytorchStateDict found) {
    List<String> changes = new ArrayList<>();
    if (!found.keys().isEmpty()) {
      changes.add("read from " + CheckpointException.quoted(String.join(".", found.keys())));
    }
    found.tensors().values().stream()
        .map(tensor -> tensor.storage().type())
        .distinct()
        .filter(StoredType::isConverted)
        .map(StoredType::conversion)
        .forEach(changes::add);
    return changes;
  }

  /** With a stride of zero, a few bytes can describe tensors of any size. */
  private static void requireSize(Map<String, StridedTensor> views, Path path) {
    try {
      long bytes =
          views.values().stream().mapToLong(StridedTensor::bytes).reduce(0, Math::addExact);
      if (bytes <= CheckpointFile.MAX_BYTES) {
        return;
      }
    } catch (ArithmeticException e) {
      // An overflow is larger than the maximum, too.
    }
    throw new CheckpointException(
        path + ": its tensors take more than the 64 MiB that a checkpoint may have");
  }
}
