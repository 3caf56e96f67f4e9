package io.contrastream.image.source;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.RangedSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** The digits of another source, each altered in the same way. */
public record AlteredDigits(DigitSource source, Alteration alteration) implements RangedSource {

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Digit get(int index) {
    return alteration.of(source.get(index));
  }

  @Override
  public Digit sample(int label, RandomGenerator random) {
    return alteration.of(source.sample(label, random));
  }

  @Override
  public String name(int index) {
    return source.name(index);
  }

  @Override
  public DigitSource inFileOrder() {
    return new AlteredDigits(source.inFileOrder(), alteration);
  }

  @Override
  public List<String> notes() {
    return source.notes();
  }

  @Override
  public AlteredDigits range(int from, int to) {
    return new AlteredDigits(DigitSources.slice(source, from, to), alteration);
  }
}
