package io.contrastream.demo;

import io.contrastream.caption.WordedCaptions;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputSequence;
import io.contrastream.image.DigitSource;
import io.contrastream.image.LabelledDigits;
import io.contrastream.image.source.Alteration;
import io.contrastream.image.source.AlteredDigits;
import io.contrastream.schema.Modality;
import io.contrastream.sound.spoken.SpokenDigits;
import io.contrastream.source.LabelledSource;
import io.contrastream.source.PairsAcross;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a demo does.
 *
 * @param seed seed for choosing contrastive examples
 * @param feed how many images to send, and how fast
 * @param fromScratch whether to start with untrained weights
 * @param drift how the digits change halfway through; empty if they do not, as must be if there are
 *     other modalities than images
 */
public record DemoPlan(
    DigitSource digits,
    long seed,
    InputFeed.Plan feed,
    boolean fromScratch,
    Optional<Alteration> drift,
    Set<Modality> modalities) {

  /** When the digits of an endless feed change: enough for a reference to compare them with. */
  private static final double ENDLESS_SECONDS = 60;

  /**
   * Maximum number of images until then. A trainer on two cores slows any feed to about 200 images
   * per second.
   */
  private static final double MAX_ENDLESS_IMAGES = 20_000;

  /** A feed of more images counts as endless. */
  private static final long MAX_FINITE_IMAGES = 1_000_000_000;

  public DemoPlan {
    if (drift.isPresent() && modalities.size() > 1) {
      throw new IllegalArgumentException("Captions and sounds can't drift");
    }
  }

  /** A demo of images without learning. */
  public DemoPlan(DigitSource digits, long seed, InputFeed.Plan feed) {
    this(digits, seed, feed, false, Optional.empty(), Set.of(Modality.IMAGE));
  }

  /** Whether a trainer runs next to the processor. */
  public boolean learns() {
    return fromScratch || drift.isPresent();
  }

  /** Index of the first altered pair, or {@link Long#MAX_VALUE} if none is altered. */
  long driftsAtPair() {
    if (drift.isEmpty()) {
      return Long.MAX_VALUE;
    }
    return feed.images() > MAX_FINITE_IMAGES ? endlessDriftsAtPair() : feed.images() / 2 / 2;
  }

  private long endlessDriftsAtPair() {
    double images = feed.perSecond() * ENDLESS_SECONDS;
    boolean few = images > 0 && images < MAX_ENDLESS_IMAGES; // a rate of 0 is unlimited
    return Math.round((few ? images : MAX_ENDLESS_IMAGES) / 2);
  }

  InputFeed.Schedule schedule() {
    InputSequence first = pairs(digits);
    InputSequence later = drift.map(it -> pairs(new AlteredDigits(digits, it))).orElse(first);
    long changesAt = drift.isPresent() ? 2 * driftsAtPair() : Long.MAX_VALUE;
    return new InputFeed.Schedule(first, later, InputSequence.singles(digits), changesAt);
  }

  /** Returns pairs of images and, beside each, one of each other two modalities. */
  private InputSequence pairs(DigitSource source) {
    InputSequence ofImages = InputSequence.pairs(source, seed);
    if (modalities.size() == 1) {
      return ofImages;
    }
    LabelledDigits images = new LabelledDigits(source);
    WordedCaptions captions = WordedCaptions.seen(seed, Integer.MAX_VALUE);
    SpokenDigits sounds = new SpokenDigits(seed, Integer.MAX_VALUE);
    List<InputSequence> counted = new ArrayList<>(List.of(ofImages));
    if (modalities.contains(Modality.CAPTION)) {
      counted.add(across(images, captions));
    }
    if (modalities.contains(Modality.SOUND)) {
      counted.add(across(images, sounds));
    }
    boolean all = modalities.size() == Modality.values().length;
    return InputSequence.mixed(counted, all ? List.of(across(captions, sounds)) : List.of());
  }

  private InputSequence across(LabelledSource<?> anchors, LabelledSource<?> examples) {
    return InputSequence.across(new PairsAcross<>(anchors, examples, seed));
  }

  /** Returns how many pairs of two images there are in the feed, at most. */
  long pairsOfImages() {
    return feed.images() / (modalities.size() == 1 ? 2 : modalities.size() + 1);
  }
}
