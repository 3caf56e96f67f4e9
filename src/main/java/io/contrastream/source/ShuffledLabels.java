package io.contrastream.source;

import java.util.random.RandomGenerator;

/** Labels of generated inputs: every block of ten has each label once, in random order. */
public final class ShuffledLabels {
  private ShuffledLabels() {}

  /** Returns the label of an input. */
  public static int at(long seed, long index) {
    return block(seed, index / Labelled.CLASSES)[(int) (index % Labelled.CLASSES)];
  }

  /**
   * Returns the index of an input with a label, chosen uniformly at random.
   *
   * @param size number of inputs
   * @throws SourceException if there is none, which can be if there are fewer than ten inputs
   */
  public static int sample(long seed, int size, int label, RandomGenerator random) {
    int blocks = Math.max(1, size / Labelled.CLASSES);
    int block = random.nextInt(blocks);
    int place = 0;
    for (int[] labels = block(seed, block); labels[place] != label; ) {
      place++;
    }
    int index = block * Labelled.CLASSES + place;
    if (index >= size) {
      throw new SourceException("No input of the source has the label %d.".formatted(label));
    }
    return index;
  }

  /** Returns the labels of a block in their order. */
  public static int[] block(long seed, long block) {
    return IndexedRandom.permutation(~seed, block, Labelled.CLASSES);
  }
}
