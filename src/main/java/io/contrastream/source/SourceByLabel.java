package io.contrastream.source;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A finite source that knows where the inputs of each label are. */
final class SourceByLabel<I> implements LabelledSource<I> {
  private final Source<Labelled<I>> source;
  private final List<List<Integer>> indicesOfLabel = new ArrayList<>();

  SourceByLabel(Source<Labelled<I>> source) {
    if (source.size() == Integer.MAX_VALUE) {
      throw new SourceException(
          "The source is endless, so its labels can't be found; use a part of it, as in"
              + " [0:10000].");
    }
    this.source = source;
    for (int label = 0; label < Labelled.CLASSES; label++) {
      indicesOfLabel.add(new ArrayList<>());
    }
    for (int i = 0; i < source.size(); i++) {
      Integer label = source.get(i).label();
      if (label != null) {
        indicesOfLabel.get(label).add(i);
      }
    }
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Labelled<I> get(int index) {
    return source.get(index);
  }

  @Override
  public String name(int index) {
    return source.name(index);
  }

  @Override
  public List<String> notes() {
    return source.notes();
  }

  @Override
  public Labelled<I> sample(int label, RandomGenerator random) {
    List<Integer> indices = indicesOfLabel.get(label);
    if (indices.isEmpty()) {
      throw new SourceException("No input of the source has the label %d.".formatted(label));
    }
    return source.get(indices.get(random.nextInt(indices.size())));
  }
}
