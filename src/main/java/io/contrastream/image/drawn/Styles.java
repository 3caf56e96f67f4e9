package io.contrastream.image.drawn;

import io.contrastream.config.TextResource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The styles in which people write each digit. */
final class Styles {

  /**
   * A way to write a digit.
   *
   * @param weight its frequency relative to the digit's other styles
   * @param extremes variants in a field of 100 by 100, with the same number of strokes and points;
   *     digits are interpolated between them
   */
  record Style(double weight, List<List<Stroke>> extremes) {}

  private static final Map<Integer, List<Style>> OF_DIGIT = read();

  private Styles() {}

  static List<Style> of(int digit) {
    return OF_DIGIT.get(digit);
  }

  /** Returns the maximum thickness that leaves loops open, in pixels of a digit 20 pixels high. */
  static double thickest(int digit) {
    return switch (digit) {
      case 8 -> 2.9;
      case 2, 3, 6, 9 -> 3.3;
      case 4, 5 -> 3.6;
      default -> 3.9;
    };
  }

  private static Map<Integer, List<Style>> read() {
    Map<Integer, List<Style>> styles = new HashMap<>();
    for (String line : TextResource.lines(Styles.class, "styles.txt")) {
      String[] parts = line.split(" : ");
      String[] head = parts[0].split(" ");
      List<List<Stroke>> extremes = Arrays.stream(parts).skip(1).map(Styles::strokes).toList();
      styles
          .computeIfAbsent(Integer.valueOf(head[0]), digit -> new ArrayList<>())
          .add(new Style(Double.parseDouble(head[1]), extremes));
    }
    return styles;
  }

  /** Reads strokes separated by {@code |}. */
  private static List<Stroke> strokes(String text) {
    return Arrays.stream(text.split("\\|")).map(Stroke::parse).toList();
  }
}
