package io.contrastream.source;

import java.util.random.RandomGenerator;

/**
 * Labelled inputs of which one with a given label can be drawn. Safe for use by several threads.
 */
public interface LabelledSource<I> extends Source<Labelled<I>> {

  /**
   * Returns one of the inputs with a label, chosen uniformly at random.
   *
   * @throws SourceException if the source has none
   */
  Labelled<I> sample(int label, RandomGenerator random);

  /**
   * Returns the source itself if it can be drawn from by label, else one that finds its labels by
   * reading all of its inputs.
   *
   * @throws SourceException if that is needed and the source is endless
   */
  static <I> LabelledSource<I> of(Source<Labelled<I>> source) {
    return source instanceof LabelledSource<I> sampled ? sampled : new SourceByLabel<>(source);
  }
}
