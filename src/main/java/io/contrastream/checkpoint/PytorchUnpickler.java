package io.contrastream.checkpoint;

import io.contrastream.checkpoint.StridedTensor.Storage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickle of a state_dict or a training checkpoint. The library's constructors for
 * exceptions and other classes can't be reached: instructions and names that these do not need are
 * refused before the library sees them.
 */
final class PytorchUnpickler extends Unpickler {
  /** Instructions that create plain values or move them. */
  private static final Set<Short> PLAIN =
      Set.of(
          Opcodes.PROTO,
          Opcodes.FRAME,
          Opcodes.STOP,
          Opcodes.MARK,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.LONG1,
          Opcodes.BINFLOAT,
          Opcodes.SHORT_BINUNICODE,
          Opcodes.EMPTY_TUPLE,
          Opcodes.TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.EMPTY_LIST,
          Opcodes.APPEND,
          Opcodes.APPENDS,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.MEMOIZE,
          Opcodes.REDUCE,
          Opcodes.BINPERSID);

  private final String origin;
  private final Map<String, Storage> storages;

  private PytorchUnpickler(String origin, Map<String, Storage> storages) {
    this.origin = origin;
    this.storages = storages;
  }

  static Object read(byte[] pickle, String origin) {
    return read(new ByteArrayInputStream(pickle), origin, new HashMap<>());
  }

  /**
   * Reads one pickle and nothing behind it.
   *
   * @param storages gets the storages that the pickle names, by their keys
   * @return maps, lists, tuples, plain values and {@link StridedTensor}s
   * @throws CheckpointException with the instruction or name that is not allowed
   */
  static Object read(InputStream pickle, String origin, Map<String, Storage> storages) {
    PytorchUnpickler unpickler = new PytorchUnpickler(origin, storages);
    try {
      return unpickler.load(pickle);
    } catch (CheckpointException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library checks little: a wrong stack is a failed cast or a missing element.
      throw new CheckpointException(
          "%s: its pickle is malformed (%s); the file is damaged or edited"
              .formatted(origin, reason(e)),
          e);
    } finally {
      unpickler.close();
    }
  }

  private static String reason(Exception e) {
    return e instanceof IllegalArgumentException ? e.getMessage() : e.getClass().getSimpleName();
  }

  @Override
  protected Object dispatch(short instruction) throws IOException {
    if (PLAIN.contains(instruction)) {
      return super.dispatch(instruction);
    }
    switch (instruction) {
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.SETITEM -> setItems(lastTwo());
      case Opcodes.SETITEMS -> setItems(stack.pop_all_since_marker());
      case Opcodes.BINUNICODE -> stack.add(text());
      case Opcodes.GLOBAL -> stack.add(allowed(line(), line()));
      case Opcodes.STACK_GLOBAL -> {
        List<Object> name = lastTwo();
        stack.add(allowed((String) name.get(0), (String) name.get(1)));
      }
      case Opcodes.BUILD -> dropAttributes();
      case Opcodes.INST -> throw refused(line() + "." + line());
      default -> throw refused("pickle instruction 0x%02x".formatted(instruction));
    }
    return NO_RETURN_VALUE;
  }

  private Object allowed(String module, String name) {
    return PytorchNames.find(module, name).orElseThrow(() -> refused(module + "." + name));
  }

  private CheckpointException refused(String what) {
    return new CheckpointException(
        "%s asks for %s, which is not a plain tensor; nothing of it was run; %s"
            .formatted(origin, CheckpointException.quoted(what), PytorchFile.HOW_TO_EXPORT));
  }

  /** Reads a text; checks its stated length before memory is allocated. */
  private String text() throws IOException {
    byte[] size = input.readNBytes(Integer.BYTES);
    int length = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 0 || length > input.available()) {
      throw new EOFException();
    }
    return new String(input.readNBytes(length), StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int letter = input.read(); letter != '\n'; letter = input.read()) {
      if (letter < 0) {
        throw new EOFException();
      }
      line.append((char) letter);
    }
    return line.toString();
  }

  private List<Object> lastTwo() {
    Object second = stack.pop();
    return Arrays.asList(stack.pop(), second);
  }

  /** Allows no collections as keys: the hash of a map that contains itself never ends. */
  private void setItems(List<Object> items) {
    @SuppressWarnings("unchecked")
    Map<Object, Object> map = (Map<Object, Object>) stack.peek();
    for (int i = 0; i < items.size(); i += 2) {
      if (items.get(i) instanceof Map || items.get(i) instanceof List) {
        throw new IllegalArgumentException("a dictionary or list as a key");
      }
      map.put(items.get(i), items.get(i + 1));
    }
  }

  /** Drops the attribute {@code _metadata}, which has versions of PyTorch's layers only. */
  private void dropAttributes() {
    stack.pop();
    if (!(stack.peek() instanceof Map)) {
      throw new IllegalArgumentException("attributes of something that is not a dictionary");
    }
  }

  @Override
  protected Object persistentLoad(Object id) {
    Object found = PytorchNames.storage((Object[]) id);
    if (found instanceof StorageView view) {
      Storage storage = view.storage();
      Storage same = storages.putIfAbsent(storage.key(), storage);
      if (same != null && !same.equals(storage)) {
        throw new IllegalArgumentException("a storage of two types or sizes");
      }
    }
    return found;
  }
}
