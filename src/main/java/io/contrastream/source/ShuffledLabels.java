package io.contrastream.source;

/** Labels of generated inputs: every block of ten has each label once, in random order. */
public final class ShuffledLabels {
  private ShuffledLabels() {}

  /** Returns the label of an input. */
  public static int at(long seed, long index) {
    return block(seed, index / Labelled.CLASSES)[(int) (index % Labelled.CLASSES)];
  }

  /** Returns the labels of a block in their order. */
  public static int[] block(long seed, long block) {
    return IndexedRandom.permutation(~seed, block, Labelled.CLASSES);
  }
}
