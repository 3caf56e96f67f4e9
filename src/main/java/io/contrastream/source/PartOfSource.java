package io.contrastream.source;

import java.util.List;
import java.util.Objects;

/** The inputs of a source from one index to another. */
record PartOfSource<T>(Source<T> whole, int from, int to) implements Source<T> {
  @Override
  public int size() {
    return to == Integer.MAX_VALUE ? to : to - from;
  }

  @Override
  public T get(int index) {
    return whole.get(from + Objects.checkIndex(index, to - from));
  }

  @Override
  public String name(int index) {
    return whole.name(from + index);
  }

  @Override
  public List<String> notes() {
    return whole.notes();
  }
}
