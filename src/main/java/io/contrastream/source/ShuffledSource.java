package io.contrastream.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The inputs of a finite source in an order that depends on their number only, so that a part of a
 * sorted file holds all labels.
 */
public final class ShuffledSource<T> implements Source<T> {
  /** More would need a lot of memory for their order. */
  private static final int MAX_SIZE = 10_000_000;

  private static final long SEED = 28;

  private final Source<T> source;
  private final List<Integer> order;

  /**
   * @throws SourceException if the source has more than ten million inputs
   */
  public ShuffledSource(Source<T> source) {
    if (source.size() > MAX_SIZE) {
      throw new SourceException(
          "The source has %d inputs; at most %d can be used, for example a slice [0:%d]."
              .formatted(source.size(), MAX_SIZE, MAX_SIZE));
    }
    this.source = source;
    order = new ArrayList<>(IntStream.range(0, source.size()).boxed().toList());
    Collections.shuffle(order, new Random(SEED));
  }

  @Override
  public int size() {
    return order.size();
  }

  @Override
  public T get(int index) {
    return source.get(order.get(index));
  }

  @Override
  public String name(int index) {
    return source.name(order.get(index));
  }

  @Override
  public List<String> notes() {
    return source.notes();
  }
}
