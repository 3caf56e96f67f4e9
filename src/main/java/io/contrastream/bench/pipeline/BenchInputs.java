package io.contrastream.bench.pipeline;

import io.contrastream.bench.FullLoad;
import io.contrastream.bench.embed.EmbedLoad;
import io.contrastream.caption.Caption;
import io.contrastream.caption.WordedCaptions;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputSequence;
import io.contrastream.image.DigitSet;
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
  private final List<Labelled<Caption>> captions;
  private final List<Labelled<Sound>> sounds;

  BenchInputs(PipelinePlan plan) {
    this.plan = plan;
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
          plan.pairs()
              ? InputFeed.Schedule.ofPairs(digits, FullLoad.SEED)
              : InputFeed.Schedule.ofSingles(digits);
      case CAPTION -> singles(captions);
      case SOUND -> singles(sounds);
    };
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
