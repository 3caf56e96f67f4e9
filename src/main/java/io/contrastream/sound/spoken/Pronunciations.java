package io.contrastream.sound.spoken;

import static io.contrastream.sound.spoken.Phone.*;

import java.util.List;
import java.util.random.RandomGenerator;

/** The English names of the digits. */
final class Pronunciations {

  /** By digit, each with the ways in which it is spoken. */
  private static final List<List<List<Phone>>> OF_DIGIT =
      List.of(
          List.of(
              List.of(Z, IH, R, OW, GLIDE_W),
              List.of(Z, IY, R, OW),
              List.of(Z, IH, ER, OW, GLIDE_W)),
          List.of(List.of(W, AH, N)),
          List.of(List.of(T, HH, UW), List.of(T, HH, HH, UW)),
          List.of(List.of(TH, R, IY)),
          List.of(List.of(F, AO, ER), List.of(F, AO, R, AX), List.of(F, AO, AO)),
          List.of(List.of(F, AA, GLIDE_Y, V), List.of(F, AA, GLIDE_Y, V, F)),
          List.of(List.of(S, IH, CLOSURE, K, S)),
          List.of(List.of(S, EH, V, AX, N), List.of(S, EH, V, N)),
          List.of(
              List.of(EY, GLIDE_Y, CLOSURE, T, HH),
              List.of(EY, GLIDE_Y, CLOSURE, T),
              List.of(EY, GLIDE_Y, CLOSURE)),
          List.of(List.of(N, AA, GLIDE_Y, N)));

  private Pronunciations() {}

  static List<Phone> of(int digit, RandomGenerator random) {
    List<List<Phone>> ways = OF_DIGIT.get(digit);
    return ways.get(random.nextInt(ways.size()));
  }
}
