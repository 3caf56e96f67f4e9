package io.contrastream.checkpoint;

import io.contrastream.checkpoint.StridedTensor.Storage;

/**
 * The numbers of a storage that tensors may use: all of them, or the part that files of PyTorch up
 * to 1.0 name.
 *
 * @param start the first number of the part
 * @param count how many there are
 */
record StorageView(Storage storage, long start, long count) {
  StorageView {
    if (start < 0 || count < 0 || start > storage.count() - count) {
      throw new IllegalArgumentException("a view that reaches beyond its storage");
    }
  }

  StorageView(Storage storage) {
    this(storage, 0, storage.count());
  }

  /**
   * @param offset from the part's first number
   * @throws IllegalArgumentException if the tensor is not within the part
   */
  StridedTensor tensor(long offset, long[] shape, long[] strides) {
    Storage part = new Storage(storage.type(), storage.key(), count);
    long inPart = new StridedTensor(part, offset, shape, strides).offset();
    return new StridedTensor(storage, start + inPart, shape, strides);
  }
}
