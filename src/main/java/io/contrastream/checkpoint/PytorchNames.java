package io.contrastream.checkpoint;

import io.contrastream.checkpoint.StridedTensor.Storage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;

/** The only Python names that a state_dict's pickle may use, and what they create. */
final class PytorchNames {
  static final Map<String, Object> ALLOWED =
      Map.of(
          "collections.OrderedDict",
          (IObjectConstructor) PytorchNames::orderedDict,
          "torch._utils._rebuild_tensor_v2",
          (IObjectConstructor) PytorchNames::tensor,
          "torch.FloatStorage",
          Tensor.Type.F32,
          "torch.LongStorage",
          Tensor.Type.I64);

  private PytorchNames() {}

  /** Reads a persistent id: the word "storage", then type, key, device and size. */
  static Storage storage(Object[] parts) {
    if (!parts[0].equals("storage")) {
      throw new IllegalArgumentException("a persistent id that is not a storage");
    }
    return new Storage((Tensor.Type) parts[1], (String) parts[2], wholeNumber(parts[4]));
  }

  private static Object orderedDict(Object[] arguments) {
    if (arguments.length > 0) {
      throw new IllegalArgumentException("an OrderedDict with arguments");
    }
    return new LinkedHashMap<>();
  }

  /** Arguments: storage, offset, shape, strides; the rest concerns gradients. */
  private static Object tensor(Object[] arguments) {
    return new StridedTensor(
        (Storage) arguments[0],
        wholeNumber(arguments[1]),
        wholeNumbers(arguments[2]),
        wholeNumbers(arguments[3]));
  }

  private static long[] wholeNumbers(Object tuple) {
    return Arrays.stream((Object[]) tuple).mapToLong(PytorchNames::wholeNumber).toArray();
  }

  private static long wholeNumber(Object number) {
    return number instanceof Integer small ? small : (Long) number;
  }
}
