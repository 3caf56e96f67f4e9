package io.contrastream.checkpoint;

import static java.util.Locale.ROOT;

import io.contrastream.config.ConfigException;
import io.contrastream.config.FlatYaml;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.schema.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a model of a user's own takes and gives, as its {@code encoder.yaml} says.
 *
 * @param spec shape (channels, height, width) of an image, dimension of a vector
 * @param layout order in which the model takes the numbers of a batch
 * @param type of these numbers
 * @param divisor by which values of 0 to 255 are divided first
 * @param mean subtracted then, one for each channel
 * @param deviation by which the result is divided, one for each channel
 * @param output index of the output, from 0
 * @param normalize whether vectors are scaled to length 1
 * @param classes names of the classes that the model was trained on, for people; may be empty
 */
public record EncoderDescription(
    EncoderSpec spec,
    Layout layout,
    EncoderSpec.Type type,
    float divisor,
    List<Float> mean,
    List<Float> deviation,
    int output,
    boolean normalize,
    List<String> classes) {

  /** The order of a batch's numbers: images, channels, rows, columns; or the channels last. */
  public enum Layout {
    NCHW,
    NHWC
  }

  private static final int MAX_SIDE = 4096;
  private static final int MAX_DIMENSION = 16_384;

  /** Two images must fit into a record of Kafka's default size, 1 MB, for a labelled pair. */
  private static final int MAX_NUMBERS = 500_000;

  private static final List<String> KEYS =
      List.of(
          "input.shape",
          "input.layout",
          "input.type",
          "input.divisor",
          "input.mean",
          "input.deviation",
          "output",
          "dimension",
          "normalize",
          "classes");

  public EncoderDescription {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    classes = List.copyOf(classes);
  }

  /**
   * Returns a description with the defaults: channels first, floats of 0 to 1, the first output.
   */
  public static EncoderDescription of(
      int channels, int height, int width, int dimension, Layout layout, EncoderSpec.Type type) {
    return new EncoderDescription(
        spec(List.of(channels, height, width), dimension),
        layout,
        type,
        type == EncoderSpec.Type.UINT8 ? 1 : 255,
        repeated(0, channels),
        repeated(1, channels),
        0,
        false,
        List.of());
  }

  /**
   * @throws CheckpointException with all faults
   */
  static EncoderDescription read(Path file) {
    try {
      return new Reader(FlatYaml.read(file), file.toString()).description();
    } catch (ConfigException e) {
      throw new CheckpointException(String.join("; ", e.faults()), e);
    }
  }

  /**
   * @param origin where the text is from, for messages
   * @throws CheckpointException with all faults
   */
  static EncoderDescription parse(String text, String origin) {
    try {
      return new Reader(FlatYaml.parse(text, origin), origin).description();
    } catch (ConfigException e) {
      throw new CheckpointException(String.join("; ", e.faults()), e);
    }
  }

  /** Returns the content of a file that describes the same. */
  public String yaml() {
    List<Integer> shape = spec.input().shape();
    return """
    # What the model takes and gives. Images are brought to this size as image.fit says.
    input:
      # Channels (1 gray, 3 red, green, blue), height, width.
      shape: [%s]
      # Order of a batch's numbers: nchw (channels before rows) or nhwc (channels last).
      layout: %s
      # Type of the numbers: float32 or uint8.
      type: %s
      # Values of 0 to 255 are divided by this; then mean is subtracted, and the result divided by
      # deviation, each with a number per channel.
      divisor: %s
      mean: [%s]
      deviation: [%s]
    # Index of the output that is the embedding, from 0.
    output: %d
    # Number of its dimensions.
    dimension: %d
    # Whether to scale embeddings to length 1.
    normalize: %s
    # Names of the classes, for people.
    classes: [%s]
    """
        .formatted(
            joined(shape),
            layout.name().toLowerCase(ROOT),
            type.name().toLowerCase(ROOT),
            divisor,
            joined(mean),
            joined(deviation),
            output,
            spec.dimension(),
            normalize,
            classes.stream()
                .map(each -> "'" + each.replace("'", "''") + "'")
                .collect(Collectors.joining(", ")));
  }

  /** Returns what is known, for people. */
  Map<String, String> facts() {
    List<Integer> shape = spec.input().shape();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "input",
        "%d × %d × %d (channels × height × width), %s, %s"
            .formatted(
                shape.get(0),
                shape.get(1),
                shape.get(2),
                layout.name().toLowerCase(ROOT),
                type.name().toLowerCase(ROOT)));
    facts.put("dimension", "" + spec.dimension());
    if (!classes.isEmpty()) {
      facts.put("classes", String.join(", ", classes));
    }
    return facts;
  }

  private static EncoderSpec spec(List<Integer> shape, int dimension) {
    return new EncoderSpec(
        Modality.IMAGE,
        new EncoderSpec.Input(EncoderSpec.Type.UINT8, shape),
        new EncoderSpec.Normalization(1, 0, 1),
        dimension);
  }

  private static List<Float> repeated(float value, int count) {
    return Stream.generate(() -> value).limit(count).toList();
  }

  private static String joined(List<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Checks the values one by one, to report all faults together. */
  private static final class Reader {
    private final Map<String, String> values;
    private final String origin;
    private final List<String> faults = new ArrayList<>();

    Reader(Map<String, String> values, String origin) {
      this.values = values;
      this.origin = origin;
    }

    EncoderDescription description() {
      checkKeys();
      List<Integer> shape = shape();
      checkNumbers(shape);
      int channels = shape.get(0);
      int dimension = number("dimension", null, 1, MAX_DIMENSION);
      Layout layout = oneOf("input.layout", Layout.values(), Layout.NCHW);
      EncoderSpec.Type type =
          oneOf("input.type", EncoderSpec.Type.values(), EncoderSpec.Type.FLOAT32);
      boolean bytes = type == EncoderSpec.Type.UINT8;
      List<Float> divisor = floats("input.divisor", 1, bytes ? 1 : 255);
      List<Float> mean = floats("input.mean", channels, 0);
      List<Float> deviation = floats("input.deviation", channels, 1);
      if (divisor.contains(0f) || deviation.contains(0f)) {
        faults.add("input.divisor and input.deviation must not be 0");
      }
      if (bytes && !(divisor.get(0) == 1 && plain(mean, 0) && plain(deviation, 1))) {
        faults.add(
            "input.type is uint8, so input.divisor, input.mean and input.deviation must be left"
                + " out");
      }
      int output = number("output", "0", 0, 1000);
      boolean normalize =
          oneOf("normalize", new String[] {"true", "false"}, "false").equals("true");
      List<String> classes = list("classes", "");
      if (classes.stream().anyMatch(name -> name.chars().anyMatch(Character::isISOControl))) {
        faults.add("classes must not contain line breaks or other control characters");
      }
      if (!faults.isEmpty()) {
        throw new CheckpointException(origin + ": " + String.join("; ", faults));
      }
      return new EncoderDescription(
          spec(shape, dimension),
          layout,
          type,
          divisor.get(0),
          mean,
          deviation,
          output,
          normalize,
          classes);
    }

    private void checkKeys() {
      values.keySet().stream()
          .filter(key -> !KEYS.contains(key))
          .forEach(key -> faults.add("%s is unknown; known are %s".formatted(key, joined(KEYS))));
    }

    private void checkNumbers(List<Integer> shape) {
      long numbers = shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
      if (numbers > MAX_NUMBERS) {
        faults.add(
            "input.shape has %d numbers, but at most %d are supported, such as 3 × 408 × 408: pairs of images must fit into Kafka's records of 1 MB"
                .formatted(numbers, MAX_NUMBERS));
      }
    }

    private static boolean plain(List<Float> numbers, float value) {
      return numbers.stream().allMatch(each -> each == value);
    }

    private List<Integer> shape() {
      List<String> parts = list("input.shape", "");
      boolean right =
          parts.size() == 3
              && parts.get(0).matches("[13]")
              && parts.subList(1, 3).stream()
                  .allMatch(each -> each.matches("\\d{1,4}") && inRange(Integer.parseInt(each)));
      if (!right) {
        fault(
            "input.shape",
            "[channels, height, width], 1 or 3 channels and sides of 1 to %d, such as [3, 32, 32]"
                .formatted(MAX_SIDE));
        return List.of(1, 1, 1);
      }
      return parts.stream().map(Integer::parseInt).toList();
    }

    private static boolean inRange(int side) {
      return side >= 1 && side <= MAX_SIDE;
    }

    private int number(String key, String otherwise, int least, int most) {
      String text = values.getOrDefault(key, otherwise);
      if (text == null || !text.matches("\\d{1,9}") || !within(text, least, most)) {
        fault(key, "a whole number from %d to %d".formatted(least, most));
        return least;
      }
      return Integer.parseInt(text);
    }

    private static boolean within(String text, int least, int most) {
      int number = Integer.parseInt(text);
      return number >= least && number <= most;
    }

    private <T> T oneOf(String key, T[] allowed, T otherwise) {
      String text = values.get(key);
      if (text == null) {
        return otherwise;
      }
      return Stream.of(allowed)
          .filter(each -> each.toString().equalsIgnoreCase(text))
          .findFirst()
          .orElseGet(
              () -> {
                String names =
                    Stream.of(allowed)
                        .map(each -> each.toString().toLowerCase(ROOT))
                        .collect(Collectors.joining(" or "));
                fault(key, names);
                return otherwise;
              });
    }

    private List<Float> floats(String key, int count, float otherwise) {
      if (!values.containsKey(key)) {
        return repeated(otherwise, count);
      }
      try {
        List<Float> numbers = list(key, "").stream().map(Float::parseFloat).toList();
        if (numbers.size() == count && numbers.stream().allMatch(Float::isFinite)) {
          return numbers;
        }
      } catch (NumberFormatException e) { // told below
      }
      fault(key, count == 1 ? "a number" : "%d numbers, one per channel".formatted(count));
      return repeated(1, count);
    }

    private List<String> list(String key, String otherwise) {
      String text = values.getOrDefault(key, otherwise).strip();
      return text.isEmpty() ? List.of() : Stream.of(text.split(",")).map(String::strip).toList();
    }

    private void fault(String key, String allowed) {
      String given = values.get(key);
      faults.add(
          given == null
              ? "%s is missing: give %s".formatted(key, allowed)
              : "%s is %s, but must be %s"
                  .formatted(key, CheckpointException.quoted(given), allowed));
    }
  }
}
