package io.contrastream.source;

import java.util.List;

/**
 * Inputs that were read from a file each.
 *
 * @param places where each input is in the order of the files
 * @param names the file of each input, relative to the folder
 */
public record FileInputs<I>(
    List<Labelled<I>> inputs, List<Integer> places, List<String> names, List<String> notes)
    implements Source<Labelled<I>> {

  @Override
  public int size() {
    return inputs.size();
  }

  @Override
  public Labelled<I> get(int index) {
    return inputs.get(index);
  }

  @Override
  public String name(int index) {
    return names.get(index);
  }
}
