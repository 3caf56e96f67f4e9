package io.contrastream.training;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.config.ConfigException;
import io.contrastream.config.TrainingSettings;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.Modality;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The networks of an online trainer, one for each modality. Pairs of two modalities train the later
 * one, in the order of the enum, to meet the vectors of the earlier; so images are the hub of all.
 * The network of a locked modality stays as it is.
 *
 * <p>Owns native memory until {@link #close}. Not thread-safe.
 */
final class Learners implements AutoCloseable {
  private static final String LEARNER = "learner";

  private final Map<Modality, Learner> byModality = new EnumMap<>(Modality.class);
  private final Set<Modality> trained;
  private final LearningRate ofImages;
  private final LearningRate ofOthers;

  /**
   * @param states of all modalities
   * @param imageLoss the loss of pairs of images
   */
  Learners(TrainingSettings settings, Map<Modality, Learner.State> states, PairLoss imageLoss) {
    TrainingSettings.Steps steps = settings.steps();
    trained = trained(settings, states.keySet());
    ofImages = falling(steps, steps.learningRate());
    ofOthers = falling(steps, settings.across().acrossLearningRate());
    try {
      states.forEach(
          (modality, state) ->
              byModality.put(
                  modality,
                  new Learner(
                      Learner.Method.of(modality),
                      state,
                      modality == Modality.IMAGE
                          ? imageLoss
                          : Loss.ofAcrossSetting(settings.across().acrossLoss())
                              .create(steps.temperature()),
                      steps.average(),
                      settings.seed())));
    } catch (Throwable e) { // whatever it is, native memory must be freed
      close();
      throw e;
    }
  }

  private static LearningRate falling(TrainingSettings.Steps steps, double first) {
    LearningRate falling = LearningRate.stepped(first, steps.decay(), 1, steps.decaySteps());
    return step -> Math.max(steps.leastLearningRate(), falling.at(step));
  }

  /**
   * Returns the modalities that are not locked; of one modality, none is.
   *
   * @throws ConfigException if all are locked
   */
  private static Set<Modality> trained(TrainingSettings settings, Set<Modality> modalities) {
    Set<Modality> trained = EnumSet.copyOf(modalities);
    if (modalities.size() > 1) {
      trained.removeAll(settings.across().locked());
    }
    if (trained.isEmpty()) {
      throw new ConfigException(
          List.of("training.locked = %s: must leave out a modality".formatted(modalities)));
    }
    return trained;
  }

  /**
   * Returns the states of a training that starts from given weights. Networks that they lack are
   * drawn at random.
   */
  static Map<Modality, Learner.State> start(
      TrainingSettings settings, Checkpoint weights, Set<Modality> modalities) {
    Map<Modality, Learner.State> states = new EnumMap<>(Modality.class);
    for (Modality modality : modalities) {
      Architecture network = Networks.of(modality);
      Checkpoint with =
          Networks.has(weights, modality)
              ? weights
              : InitialWeights.in(weights, network, settings.seed());
      Map<String, Tensor> tensors = Networks.part(with.tensors(), network);
      states.put(modality, Learner.State.of(new Checkpoint(tensors, weights.metadata())));
    }
    return withCarried(settings, weights, states);
  }

  /**
   * Adds the networks that are not learnt to the tensors of images, if these stay as they are.
   * Otherwise their vectors would no longer lie where those of images do.
   */
  private static Map<Modality, Learner.State> withCarried(
      TrainingSettings settings, Checkpoint weights, Map<Modality, Learner.State> states) {
    if (!trained(settings, states.keySet()).contains(Modality.IMAGE)) {
      Learner.State images = states.get(Modality.IMAGE);
      Map<String, Tensor> tensors = new LinkedHashMap<>(images.weights().tensors());
      for (Modality modality : Modality.values()) {
        if (!states.containsKey(modality)) {
          tensors.putAll(Networks.part(weights.tensors(), Networks.of(modality)));
        }
      }
      states.put(
          Modality.IMAGE,
          new Learner.State(
              new Checkpoint(tensors, Map.of()), images.optimiser(), images.average()));
    }
    return states;
  }

  /**
   * Restores what {@link #save} has written. A modality that was not learnt before starts anew, and
   * a locked one has the weights of the active checkpoint: those of the state may be newer.
   *
   * @param active empty if there is none
   * @throws TrainerStateException if a part can't be read
   */
  static Map<Modality, Learner.State> restore(
      TrainingSettings settings,
      Map<String, byte[]> parts,
      Set<Modality> modalities,
      Optional<Checkpoint> active) {
    Learner.State images = Learner.State.restore(StateParts.of(LEARNER, parts));
    Checkpoint rest = active.orElse(images.weights());
    Map<Modality, Learner.State> states = start(settings, rest, modalities);
    Set<Modality> trained = trained(settings, modalities);
    if (trained.contains(Modality.IMAGE) || active.isEmpty()) {
      Map<String, Tensor> own = Networks.part(images.weights().tensors(), Networks.IMAGE);
      states.put(
          Modality.IMAGE,
          new Learner.State(new Checkpoint(own, Map.of()), images.optimiser(), images.average()));
      withCarried(settings, rest, states);
    }
    for (Modality modality : modalities) {
      Map<String, byte[]> own = StateParts.of(name(modality), parts);
      boolean isKept = trained.contains(modality) || active.isEmpty();
      if (modality != Modality.IMAGE && isKept && !own.isEmpty()) {
        states.put(modality, Learner.State.restore(own));
      }
    }
    return states;
  }

  static Map<String, byte[]> save(Map<Modality, Learner.State> states) {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    states.forEach(
        (modality, state) -> parts.putAll(StateParts.under(name(modality), state.save())));
    return parts;
  }

  private static String name(Modality modality) {
    return modality == Modality.IMAGE ? LEARNER : modality + "-" + LEARNER;
  }

  /** Whether pairs of these modalities change any weight. */
  boolean train(ModalityPair modalities) {
    return trained.contains(modalities.other());
  }

  /**
   * Takes one step.
   *
   * @param pairs at least one, all of these modalities
   * @param step number of steps before
   * @return the loss before the step, or NaN if the step was skipped
   */
  float step(ModalityPair modalities, List<SamplePair> pairs, long step) {
    Learner learner = byModality.get(modalities.other());
    if (modalities.isOfOne()) {
      boolean images = modalities.equals(ModalityPair.IMAGES);
      return learner.step(PairBatch.of(pairs), (images ? ofImages : ofOthers).at(step));
    }
    Modality hub = modalities.one();
    float[][] vectors = byModality.get(hub).embed(pairs.stream().map(it -> it.of(hub)).toList());
    PairBatch batch = PairBatch.against(pairs, modalities, Floats.joined(vectors));
    return learner.stepAgainst(batch, ofOthers.at(step));
  }

  /** Returns the learning rate of images, or that of the others if images are locked. */
  double rate(long step) {
    return (trained.contains(Modality.IMAGE) ? ofImages : ofOthers).at(step);
  }

  /** Returns the key of the setting that the steps of a network are taken by. */
  static String learningRateSetting(Modality modality) {
    return modality == Modality.IMAGE ? "training.learning.rate" : "training.across.learning.rate";
  }

  /** Returns a copy of the current states, or empty if a weight is not finite. */
  Optional<Map<Modality, Learner.State>> state() {
    Map<Modality, Learner.State> states = new EnumMap<>(Modality.class);
    byModality.forEach(
        (modality, learner) -> learner.state().ifPresent(state -> states.put(modality, state)));
    return states.size() == byModality.size() ? Optional.of(states) : Optional.empty();
  }

  /** Restores these networks, and those with weights that are not finite, which spoil others. */
  void restore(Set<Modality> modalities, Map<Modality, Learner.State> states) {
    byModality.forEach(
        (modality, learner) -> {
          if (modalities.contains(modality) || learner.state().isEmpty()) {
            learner.restore(states.get(modality));
          }
        });
  }

  /** Returns the weights of all networks together, as trained and not averaged. */
  static Map<String, Tensor> weights(Map<Modality, Learner.State> states) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    states.values().forEach(state -> all.putAll(state.weights().tensors()));
    return all;
  }

  /** Returns the current weights of all networks to embed with. */
  Checkpoint candidate(Map<String, String> metadata) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    byModality.values().forEach(each -> all.putAll(each.candidate(metadata).tensors()));
    return new Checkpoint(all, metadata);
  }

  @Override
  public void close() {
    Closeables.closeAll(byModality.values().toArray(AutoCloseable[]::new));
  }
}
