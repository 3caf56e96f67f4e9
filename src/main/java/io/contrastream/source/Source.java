package io.contrastream.source;

import java.util.List;

/**
 * Inputs to train on or to stream, by index. Safe for use by several threads.
 *
 * @param <T> one input with what is known about it
 */
public interface Source<T> {

  /** Returns the number of inputs, or {@link Integer#MAX_VALUE} if the source is endless. */
  int size();

  /**
   * Returns the input at an index, always the same.
   *
   * @param index 0 to {@code size() - 1}
   */
  T get(int index);

  /**
   * Returns the file that an input was read from, relative to the folder of the source; empty if it
   * has no file of its own.
   *
   * @param index 0 to {@code size() - 1}
   */
  default String name(int index) {
    return "";
  }

  /** Returns a sentence for each thing that was left out or taken for granted on reading. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Returns the inputs from {@code from} (inclusive) to {@code to} (exclusive), in the same order.
   *
   * @param from at least 0
   * @param to more than {@code from} and at most {@link #size()}
   */
  default Source<T> range(int from, int to) {
    return new PartOfSource<>(this, from, to);
  }
}
