package io.contrastream.image.drawn;

import io.contrastream.image.Digit;
import io.contrastream.image.RangedSource;
import io.contrastream.source.IndexedRandom;
import io.contrastream.source.ShuffledLabels;
import io.contrastream.source.SourceException;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Generates handwritten digits on demand, each with its own style, hand and pen. Every block of
 * {@link Digit#CLASSES} digits shows each label once, in random order. Seed and index determine a
 * digit for a given Java version, since Java2D draws the lines. Safe for use by several threads.
 */
public final class DrawnDigits implements RangedSource {

  /** Maximum height and width of the written digit in pixels, as in MNIST. */
  private static final double BOX = 20;

  /** If one block in three is whole, all attempts miss the label once in 10^35 times. */
  private static final int MAX_ATTEMPTS = 200;

  private final long seed;
  private final long first;
  private final int size;

  /**
   * @param size number of digits, or {@link Integer#MAX_VALUE} for an endless source
   */
  public DrawnDigits(long seed, int size) {
    this(seed, 0, size);
  }

  private DrawnDigits(long seed, long first, int size) {
    if (size < 1) {
      throw new SourceException(
          "The count of 'drawn' is %d; it must be at least 1.".formatted(size));
    }
    this.seed = seed;
    this.first = first;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Digit get(int index) {
    long place = first + Objects.checkIndex(index, size);
    return draw(ShuffledLabels.at(seed, place), place);
  }

  @Override
  public Digit sample(int label, RandomGenerator random) {
    long firstBlock = first / Digit.CLASSES;
    long lastBlock = (first + size - 1) / Digit.CLASSES;
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      long block = random.nextLong(firstBlock, lastBlock + 1);
      long place = block * Digit.CLASSES + placeOf(label, ShuffledLabels.block(seed, block));
      if (place >= first && place < first + size) {
        return draw(label, place);
      }
    }
    throw new SourceException(
        "None of the %d digits of this source shows a %d.".formatted(size, label));
  }

  private static int placeOf(int label, int[] labels) {
    int place = 0;
    while (labels[place] != label) {
      place++;
    }
    return place;
  }

  @Override
  public DrawnDigits range(int from, int to) {
    return new DrawnDigits(seed, first + from, to == Integer.MAX_VALUE ? to : to - from);
  }

  private Digit draw(int label, long place) {
    SplittableRandom random = IndexedRandom.of(seed, place);
    Hand hand = new Hand(random);
    List<Stroke> strokes = hand.write(style(Styles.of(label), random));
    double size = BOX * random.nextDouble(0.92, 1.02);
    double thickness =
        Hand.clamped(2.5 * Math.exp(0.25 * random.nextGaussian()), 1.6, Styles.thickest(label));
    Pen pen = new Pen(thickness, random);
    Path2D ink = pen.ink(fitted(strokes, size - thickness));
    return new Digit(Scanner.scan(ink, random), label);
  }

  private static Styles.Style style(List<Styles.Style> styles, RandomGenerator random) {
    double left = random.nextDouble(styles.stream().mapToDouble(Styles.Style::weight).sum());
    for (Styles.Style style : styles) {
      left -= style.weight();
      if (left < 0) {
        return style;
      }
    }
    return styles.get(0);
  }

  /** Centres strokes at the origin and scales the longer side of their bounds to {@code side}. */
  private static List<Stroke> fitted(List<Stroke> strokes, double side) {
    double[] box = {1e9, 1e9, -1e9, -1e9};
    for (Stroke stroke : strokes) {
      for (int i = 0; i < stroke.size(); i++) {
        box[0] = Math.min(box[0], stroke.x()[i]);
        box[1] = Math.min(box[1], stroke.y()[i]);
        box[2] = Math.max(box[2], stroke.x()[i]);
        box[3] = Math.max(box[3], stroke.y()[i]);
      }
    }
    double scale = side / Math.max(box[2] - box[0], box[3] - box[1]);
    return strokes.stream()
        .map(s -> s.scaled(scale, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
        .toList();
  }
}
