package io.contrastream.sound.spoken;

/**
 * A sound of speech as a man of average size speaks it. Values after Klatt's and Peterson and
 * Barney's tables, rounded.
 */
enum Phone {
  // vowels and glides: milliseconds, three formants, voice, breath
  AA(110, 740, 1_180, 2_500, 1, 0),
  AH(105, 640, 1_200, 2_400, 1, 0),
  AO(140, 560, 850, 2_450, 1, 0),
  AX(55, 500, 1_400, 2_500, 0.8, 0),
  EH(85, 550, 1_800, 2_500, 1, 0),
  EY(85, 470, 2_050, 2_600, 1, 0),
  ER(80, 430, 1_250, 1_650, 0.8, 0),
  IH(75, 400, 1_950, 2_550, 1, 0),
  IY(165, 280, 2_250, 2_900, 0.9, 0),
  GLIDE_Y(85, 340, 2_100, 2_650, 0.9, 0),
  OW(100, 500, 900, 2_400, 1, 0),
  GLIDE_W(90, 350, 800, 2_300, 0.8, 0),
  UW(160, 310, 1_000, 2_300, 0.9, 0),
  R(60, 330, 1_150, 1_600, 0.7, 0),
  W(65, 300, 680, 2_200, 0.7, 0),
  N(80, 260, 1_450, 2_500, 0.35, 0),
  // after a plosive, the breath alone excites the formants of what follows
  HH(30, 450, 1_400, 2_400, 0, 0.25),
  // fricatives and bursts: hiss, its middle and width in Hz besides
  S(105, 350, 1_700, 2_600, 0, 0, 0.2, 3_750, 500),
  Z(75, 280, 1_700, 2_600, 0.25, 0, 0.12, 3_700, 500),
  F(95, 350, 1_000, 2_300, 0, 0, 0.09, 2_800, 3_000),
  TH(85, 350, 1_400, 2_500, 0, 0, 0.08, 3_300, 2_000),
  V(55, 300, 1_050, 2_300, 0.3, 0, 0.04, 2_800, 3_000),
  CLOSURE(45, 350, 1_800, 2_500, 0, 0),
  T(20, 350, 1_800, 2_600, 0, 0, 0.25, 3_400, 900),
  K(22, 350, 2_000, 2_400, 0, 0, 0.2, 1_900, 600);

  final double millis;
  private final double f1;
  private final double f2;
  private final double f3;
  final double voice;
  final double breath;
  final double hiss;
  final double hissMiddle;
  final double hissWidth;

  Phone(double millis, double f1, double f2, double f3, double voice, double breath) {
    this(millis, f1, f2, f3, voice, breath, 0, 3_000, 1_000);
  }

  Phone(
      double millis,
      double f1,
      double f2,
      double f3,
      double voice,
      double breath,
      double hiss,
      double hissMiddle,
      double hissWidth) {
    this.millis = millis;
    this.f1 = f1;
    this.f2 = f2;
    this.f3 = f3;
    this.voice = voice;
    this.breath = breath;
    this.hiss = hiss;
    this.hissMiddle = hissMiddle;
    this.hissWidth = hissWidth;
  }

  /**
   * Returns a formant in Hz.
   *
   * @param number 0 to 2
   */
  double formant(int number) {
    return number == 0 ? f1 : number == 1 ? f2 : f3;
  }
}
