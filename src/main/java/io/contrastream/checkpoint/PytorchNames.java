package io.contrastream.checkpoint;

import io.contrastream.checkpoint.StridedTensor.Storage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.razorvine.pickle.IObjectConstructor;

/** The only Python names that a pickle may use, and what they create. */
final class PytorchNames {
  private static final Map<String, IObjectConstructor> CONSTRUCTORS =
      Map.of(
          "collections.OrderedDict", PytorchNames::orderedDict,
          "torch._utils._rebuild_tensor", PytorchNames::tensor,
          "torch._utils._rebuild_tensor_v2", PytorchNames::tensor,
          "torch._utils._rebuild_parameter", arguments -> arguments[0],
          // Values of training checkpoints that stand beside the weights.
          "collections.Counter", arguments -> arguments,
          "torch.Size", arguments -> arguments,
          "torch.device", arguments -> arguments);

  private PytorchNames() {}

  /** Returns a constructor, or the type of a storage; empty if the name is not allowed. */
  static Optional<Object> find(String module, String name) {
    if (module.equals("torch") && name.endsWith("Storage")) {
      Optional<StoredType> known = StoredType.ofStorage(name);
      return Optional.of(known.isPresent() ? known.get() : UnreadTensor.ofType(name));
    }
    return Optional.ofNullable(CONSTRUCTORS.get(module + "." + name));
  }

  /**
   * Reads a persistent id: the word "storage", then type, key, device and size; before PyTorch 1.6
   * also nothing, or a view's key, start and size.
   *
   * @return a {@link StorageView}, or an {@link UnreadTensor} if its type is unknown
   */
  static Object storage(Object[] parts) {
    if (!parts[0].equals("storage")) {
      throw new IllegalArgumentException("a persistent id that is not a storage");
    }
    if (parts[1] instanceof UnreadTensor unread) {
      return unread;
    }
    if (parts.length > 6) {
      throw new IllegalArgumentException("a persistent id of %d parts".formatted(parts.length));
    }
    Storage whole = new Storage((StoredType) parts[1], (String) parts[2], wholeNumber(parts[4]));
    if (parts.length < 6 || parts[5] == null) {
      return new StorageView(whole);
    }
    Object[] view = (Object[]) parts[5];
    return new StorageView(whole, wholeNumber(view[1]), wholeNumber(view[2]));
  }

  private static Object orderedDict(Object[] arguments) {
    if (arguments.length > 0) {
      throw new IllegalArgumentException("an OrderedDict with arguments");
    }
    return new LinkedHashMap<>();
  }

  /** Arguments: storage, offset, shape, strides, two that concern gradients, and metadata. */
  private static Object tensor(Object[] arguments) {
    if (arguments[0] instanceof UnreadTensor unread) {
      return unread;
    }
    if (arguments.length > 6 && arguments[6] != null && !arguments[6].equals(Map.of())) {
      return UnreadTensor.PENDING;
    }
    return ((StorageView) arguments[0])
        .tensor(wholeNumber(arguments[1]), wholeNumbers(arguments[2]), wholeNumbers(arguments[3]));
  }

  private static long[] wholeNumbers(Object tuple) {
    return Arrays.stream((Object[]) tuple).mapToLong(PytorchNames::wholeNumber).toArray();
  }

  private static long wholeNumber(Object number) {
    return number instanceof Integer small ? small : (Long) number;
  }
}
