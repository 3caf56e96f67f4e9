package io.contrastream.source;

import java.util.random.RandomGenerator;

/** Labels of generated inputs: every block of ten has each label once, in random order. */
public final class ShuffledLabels {
  private ShuffledLabels() {}

  /** Returns the label of an input. */
  public static int at(long seed, long index) {
    return block(seed, index / Labelled.CLASSES)[(int) (index % Labelled.CLASSES)];
  }

  /** Returns the labels of a block in their order. */
  public static int[] block(long seed, long block) {
    RandomGenerator random = IndexedRandom.of(~seed, block);
    int[] labels = new int[Labelled.CLASSES];
    for (int label = 1; label < labels.length; label++) {
      int place = random.nextInt(label + 1);
      labels[label] = labels[place];
      labels[place] = label;
    }
    return labels;
  }
}
