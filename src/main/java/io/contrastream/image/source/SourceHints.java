package io.contrastream.image.source;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.file.IdxReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tells what looks wrong about the digits of a source, although they could be read. */
public final class SourceHints {
  private static final int LOOKED_AT = 500;

  /** Fewer digits may be alike by chance, or on purpose. */
  private static final int FEW = 10;

  private static final double NEARLY_ALL = 0.9;

  /** A few images may have ink at the border by chance. */
  private static final double SOME = 0.02;

  /** Width of the border, which the strokes of a digit hardly reach. */
  private static final int BORDER = 2;

  /** Noise alone makes a smaller difference between the mean of the border and of the middle. */
  private static final int CLEARLY_BRIGHTER = 8;

  /** Some pixels of any set of 8 bits are above it. */
  private static final int FAINT = 127;

  /** Neither noise nor strokes make the mean of the border as bright as this. */
  private static final int GRAY = 64;

  private final String spec;
  private final Path path;
  private final String scheme;
  private final List<Digit> sample;

  private SourceHints(String spec, String original, List<Digit> sample) {
    int colon = original.indexOf(':');
    this.spec = spec;
    this.scheme = colon < 0 ? original : original.substring(0, colon);
    this.path = Path.of(original.substring(colon + 1));
    this.sample = sample;
  }

  /**
   * Looks at some digits of a source.
   *
   * @param spec by which the source was opened
   * @return a sentence for each thing that looks wrong
   */
  public static List<String> of(String spec, DigitSource source) {
    String original = DigitSources.original(spec);
    if (original.startsWith("drawn")) {
      return List.of();
    }
    // at random, because labels may come in turns
    IntStream indices =
        source.size() <= LOOKED_AT
            ? IntStream.range(0, source.size())
            : new Random(LOOKED_AT).ints(LOOKED_AT, 0, source.size()).distinct();
    SourceHints hints = new SourceHints(spec, original, indices.mapToObj(source::get).toList());
    Stream<String> found =
        Stream.of(hints.emnist(), hints.labels(), hints.images()).flatMap(Optional::stream);
    return Stream.concat(source.notes().stream(), found).toList();
  }

  private Optional<String> emnist() {
    String name = String.valueOf(path.getFileName());
    boolean isFile = scheme.equals("idx") || scheme.equals("csv");
    return isFile
            && name.toLowerCase(Locale.ROOT).contains("emnist")
            && !spec.contains(Alteration.TRANSPOSED + ":")
        ? Optional.of(
            "EMNIST's files hold rows and columns exchanged; if %s does, use transposed:%s."
                .formatted(name, spec))
        : Optional.empty();
  }

  private Optional<String> labels() {
    if (scheme.equals("idx") && !sample.get(0).isLabelled()) {
      return Optional.of(
          IdxReader.labelsName(path)
              .map("The digits have no labels: there is no file %s beside the images."::formatted)
              .orElse(
                  "The digits have no labels, which are found only if the name of the images has"
                      + " 'images' or 'idx3' in it."));
    }
    Integer label = sample.get(0).label();
    return label != null
            && sample.size() >= FEW
            && sample.stream().allMatch(digit -> digit.shows(label))
        ? Optional.of("All %d digits looked at have the label %d.".formatted(sample.size(), label))
        : Optional.empty();
  }

  /** Returns only the first hint that applies, because it may explain the others. */
  private Optional<String> images() {
    int size = sample.size();
    byte[] first = sample.get(0).pixels();
    if (size >= FEW && sample.stream().allMatch(d -> Arrays.equals(d.pixels(), first))) {
      return Optional.of("All %d images looked at are alike.".formatted(size));
    }
    long blank = sample.stream().filter(SourceHints::isBlank).count();
    if (blank > 0) {
      return Optional.of("%d of %d images looked at are blank.".formatted(blank, size));
    }
    Optional<String> bright = brightGround();
    if (bright.isPresent()) {
      return bright;
    }
    int brightest = sample.stream().mapToInt(SourceHints::brightest).max().orElseThrow();
    if (brightest <= FAINT) {
      return Optional.of(
          "No pixel of %d images looked at is above %d, but full ink is 255: scale the pixels."
              .formatted(size, brightest));
    }
    return grayGround();
  }

  private Optional<String> brightGround() {
    int size = sample.size();
    long bright = sample.stream().filter(SourceHints::isGroundBright).count();
    if (bright == 0 || bright < SOME * size) {
      return Optional.empty();
    }
    String inverted = Alteration.INVERTED + ":";
    String cure =
        bright < NEARLY_ALL * size
            ? "read these as a source of their own, by " + inverted + "SPEC"
            : spec.contains(inverted) ? "leave out " + inverted : "use " + inverted + spec;
    return Optional.of(
        "%d of %d images looked at have dark ink on a bright ground; the network was made for bright ink on a dark one: %s."
            .formatted(bright, size, cure));
  }

  private Optional<String> grayGround() {
    int size = sample.size();
    double[] gray =
        sample.stream().mapToDouble(SourceHints::border).filter(m -> m > GRAY).toArray();
    return gray.length == 0 || gray.length < SOME * size
        ? Optional.empty()
        : Optional.of(
            "%d of %d images looked at have a gray ground, of about %.0f; the network was made for a ground of 0: change the pixels so that the ground is 0 and full ink is 255."
                .formatted(gray.length, size, DoubleStream.of(gray).average().orElseThrow()));
  }

  private static boolean isBlank(Digit digit) {
    byte[] pixels = digit.pixels();
    return IntStream.range(1, pixels.length).allMatch(i -> pixels[i] == pixels[0]);
  }

  private static int brightest(Digit digit) {
    return IntStream.range(0, Digit.PIXELS).map(i -> digit.pixels()[i] & 0xff).max().orElseThrow();
  }

  private static boolean isGroundBright(Digit digit) {
    double middle = mean(digit, IntStream.range(0, Digit.PIXELS).filter(i -> !isBorder(i)));
    return border(digit) > middle + CLEARLY_BRIGHTER;
  }

  private static double border(Digit digit) {
    return mean(digit, IntStream.range(0, Digit.PIXELS).filter(SourceHints::isBorder));
  }

  private static boolean isBorder(int pixel) {
    int row = pixel / Digit.WIDTH;
    int column = pixel % Digit.WIDTH;
    return Math.min(row, column) < BORDER
        || row >= Digit.HEIGHT - BORDER
        || column >= Digit.WIDTH - BORDER;
  }

  private static double mean(Digit digit, IntStream pixels) {
    return pixels.map(i -> digit.pixels()[i] & 0xff).average().orElseThrow();
  }
}
