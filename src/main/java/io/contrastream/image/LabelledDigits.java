package io.contrastream.image;

import io.contrastream.source.Labelled;
import io.contrastream.source.LabelledSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Digits as labelled pixels, to be paired with inputs of other modalities. */
public record LabelledDigits(DigitSource digits) implements LabelledSource<byte[]> {
  @Override
  public int size() {
    return digits.size();
  }

  @Override
  public Labelled<byte[]> get(int index) {
    return labelled(digits.get(index));
  }

  @Override
  public Labelled<byte[]> sample(int label, RandomGenerator random) {
    return labelled(digits.sample(label, random));
  }

  private static Labelled<byte[]> labelled(Digit digit) {
    return new Labelled<>(digit.pixels(), digit.label());
  }

  @Override
  public String name(int index) {
    return digits.name(index);
  }

  @Override
  public List<String> notes() {
    return digits.notes();
  }
}
