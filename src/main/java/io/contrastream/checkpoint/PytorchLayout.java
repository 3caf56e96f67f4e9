package io.contrastream.checkpoint;

import io.contrastream.checkpoint.StridedTensor.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file of {@code torch.save} in one of its two layouts. */
interface PytorchLayout extends Closeable {
  /** Maximum size of the pickle, so that its objects do not fill the memory. */
  int MAX_PICKLE_BYTES = 1 << 20;

  /** Returns what was saved: maps, lists, tuples, plain values and {@link StridedTensor}s. */
  Object root() throws IOException;

  /** Returns the numbers of a storage, little-endian. */
  ByteBuffer content(Storage storage) throws IOException;
}
