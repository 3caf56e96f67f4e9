package io.contrastream.bench.pipeline;

import io.contrastream.bench.FullLoad;
import io.contrastream.bench.embed.EmbedLoad;
import io.contrastream.caption.Caption;
import io.contrastream.caption.WordedCaptions;
import io.contrastream.checkpoint.Networks;
import io.contrastream.config.Settings;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.Model;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputSequence;
import io.contrastream.image.DigitSet;
import io.contrastream.image.Fitting;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;
import io.contrastream.sound.spoken.SpokenDigits;
import io.contrastream.source.Labelled;
import io.contrastream.source.Source;
import java.util.List;
import java.util.stream.IntStream;

/** The inputs that the benchmark sends, made before it measures. */
final class BenchInputs {
  /** Too many captions to fit into a CPU cache; a sound takes milliseconds to make. */
  private static final int CAPTIONS = 1000;

  private static final int SOUNDS = 200;

  private final DigitSet digits = FullLoad.digits();
  private final PipelinePlan plan;
  private final EncoderSpec.Input images;
  private final List<Labelled<Caption>> captions;
  private final List<Labelled<Sound>> sounds;

  /**
   * @param images what the encoder of images takes
   */
  BenchInputs(PipelinePlan plan, EncoderSpec.Input images) {
    this.plan = plan;
    this.images = images;
    captions =
        plan.modality() == Modality.CAPTION
            ? all(WordedCaptions.seen(FullLoad.SEED, CAPTIONS))
            : List.of();
    sounds =
        plan.modality() == Modality.SOUND
            ? all(new SpokenDigits(FullLoad.SEED, SOUNDS))
            : List.of();
  }

  private static <I> List<Labelled<I>> all(Source<Labelled<I>> source) {
    return IntStream.range(0, source.size()).mapToObj(source::get).toList();
  }

  InputFeed.Schedule schedule() {
    return switch (plan.modality()) {
      case IMAGE ->
          plan.pairs() ? InputFeed.Schedule.ofPairs(digits, FullLoad.SEED) : singleImages();
      case CAPTION -> singles(captions);
      case SOUND -> singles(sounds);
    };
  }

  /** Images of an encoder of a user's own are sent in its size. */
  private InputFeed.Schedule singleImages() {
    List<Integer> shape = images.shape();
    return images.equals(Networks.IMAGE.spec().input())
        ? InputFeed.Schedule.ofSingles(digits)
        : singles(
            IntStream.range(0, digits.size())
                .mapToObj(digits::get)
                .map(
                    each ->
                        new Labelled<>(
                            Fitting.digit(each.pixels(), shape.get(1), shape.get(2), shape.get(0)),
                            each.label()))
                .toList());
  }

  private static <I> InputFeed.Schedule singles(List<Labelled<I>> inputs) {
    InputSequence singles = InputSequence.singles(inputs);
    return InputFeed.Schedule.constant(singles, singles);
  }

  /** Returns the encoder alone at work, with as many threads as the stream and its batch size. */
  EmbedLoad<?> load(Model model, Settings settings) {
    int threads = settings.stream().threads();
    int batch = settings.batch().of(plan.modality()).size();
    return switch (plan.modality()) {
      case IMAGE -> EmbedLoad.ofImages(model.images(), threads, batch);
      case CAPTION -> new EmbedLoad<>(model.captions(), threads, batch(captions, batch));
      case SOUND -> new EmbedLoad<>(model.sounds(), threads, batch(sounds, batch));
    };
  }

  private static <I> List<I> batch(List<Labelled<I>> inputs, int size) {
    return IntStream.range(0, size).mapToObj(i -> inputs.get(i % inputs.size()).input()).toList();
  }
}
