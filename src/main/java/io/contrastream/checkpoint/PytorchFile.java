package io.contrastream.checkpoint;

import io.contrastream.config.FileFaults;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@code torch.save(net.state_dict(), 'FILE.pt')} writes, in PyTorch 1.6 and newer.
 * Nothing in a file is ever run.
 */
public final class PytorchFile {
  static final String HOW_TO_EXPORT =
      "export the state_dict alone with torch.save(net.state_dict(), 'network.pt')";

  private static final List<String> NESTED = List.of("model_state_dict", "state_dict");

  private PytorchFile() {}

  /**
   * Reads a state_dict, or the one under {@code model_state_dict} or {@code state_dict}.
   *
   * @throws CheckpointException if the file is missing, damaged, too large, or contains anything
   *     but float32 and int64 tensors, with its name
   */
  public static Checkpoint read(Path path) {
    try (PytorchArchive archive = new PytorchArchive(path)) {
      Object root = PytorchUnpickler.read(archive.pickle(), path.toString());
      Map<String, StridedTensor> views = stateDict(root, path);
      requireSize(views, path);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (var view : views.entrySet()) {
        StridedTensor tensor = view.getValue();
        tensors.put(view.getKey(), tensor.contiguous(archive.content(tensor.storage())));
      }
      return new Checkpoint(tensors, Map.of());
    } catch (NoSuchFileException e) {
      throw new CheckpointException(path + " does not exist", e);
    } catch (IOException e) {
      throw new CheckpointException(
          "%s can't be read as a file of torch.save: %s".formatted(path, FileFaults.reason(e)), e);
    }
  }

  private static Map<String, StridedTensor> stateDict(Object root, Path path) {
    if (!(root instanceof Map<?, ?> found)) {
      throw notAStateDict(path, "it holds no dictionary");
    }
    for (String key : NESTED) {
      if (found.get(key) instanceof Map<?, ?> nested) {
        found = nested;
        break;
      }
    }
    Map<String, StridedTensor> tensors = new LinkedHashMap<>();
    found.forEach(
        (name, value) -> {
          if (!(name instanceof String text) || !(value instanceof StridedTensor tensor)) {
            throw notAStateDict(
                path, CheckpointException.quoted(String.valueOf(name)) + " is not a tensor");
          }
          tensors.put(text, tensor);
        });
    return tensors;
  }

  private static CheckpointException notAStateDict(Path path, String fault) {
    return new CheckpointException(
        "%s is not a state_dict: %s; %s".formatted(path, fault, HOW_TO_EXPORT));
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
