package io.contrastream.cli.model;

import io.contrastream.encoding.Encoder;
import io.contrastream.source.Labelled;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import io.contrastream.training.across.LabelledVectors;
import java.util.List;
import java.util.stream.IntStream;

/** Reads inputs that must have labels. */
final class LabelledInputs {
  private LabelledInputs() {}

  /**
   * Returns all inputs of a finite source.
   *
   * @param spec of the source, for messages
   * @throws SourceException if one has no label
   */
  static <I> List<Labelled<I>> of(Source<Labelled<I>> source, String spec) {
    requireLabels(source, spec);
    return IntStream.range(0, source.size()).mapToObj(source::get).toList();
  }

  /**
   * @throws SourceException if an input of a finite source has no label
   */
  static <I> void requireLabels(Source<Labelled<I>> source, String spec) {
    long without =
        IntStream.range(0, source.size()).filter(i -> source.get(i).label() == null).count();
    if (without > 0) {
      throw new SourceException(
          "%d of %d inputs of '%s' have no label; each needs one."
              .formatted(without, source.size(), spec));
    }
  }

  static <I> LabelledVectors embed(List<Labelled<I>> inputs, Encoder<I> encoder) {
    return new LabelledVectors(
        encoder.embed(inputs.stream().map(Labelled::input).toList()),
        inputs.stream().mapToInt(Labelled::label).toArray());
  }
}
