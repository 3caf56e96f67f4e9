package io.contrastream.training;

import io.contrastream.config.TrainingSettings;
import io.contrastream.encoding.ModalityPair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an online trainer keeps of the pairs of two modalities: those to replay, and those held out.
 * Not thread-safe.
 */
record Lane(ModalityPair modalities, ReplayBuffer replay, ReplayBuffer heldOut) {
  private static final String REPLAY = "replay";
  private static final String HOLD_OUT = "hold-out";

  /**
   * @param state the trainer's, or empty
   */
  static Lane of(ModalityPair modalities, TrainingSettings settings, Map<String, byte[]> state) {
    TrainingSettings.Memory memory = settings.memory();
    Map<String, byte[]> own =
        modalities.equals(ModalityPair.IMAGES)
            ? state
            : StateParts.of(modalities.toString(), state);
    Lane lane =
        new Lane(
            modalities,
            new ReplayBuffer(
                modalities, memory.replay(), settings.seed(), StateParts.of(REPLAY, own)),
            new ReplayBuffer(
                modalities, memory.holdOutPairs(), ~settings.seed(), StateParts.of(HOLD_OUT, own)));
    // a state that another rule chose: of a release that held out by pair id, or of another share
    HoldOut holdOut = new HoldOut(memory.holdOut());
    lane.replay.retain(holdOut::trains);
    lane.heldOut.retain(holdOut::measures);
    return lane;
  }

  /** Returns an independent copy, which shares the pairs themselves. */
  Lane copy() {
    return new Lane(modalities, replay.copy(), heldOut.copy());
  }

  /** Returns the parts of the state; those of images without a prefix, as in earlier releases. */
  Map<String, byte[]> save() {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.putAll(StateParts.under(HOLD_OUT, heldOut.save()));
    parts.putAll(StateParts.under(REPLAY, replay.save()));
    return modalities.equals(ModalityPair.IMAGES)
        ? parts
        : StateParts.under(modalities.toString(), parts);
  }

  /** Returns the pairs that arrived and are of these modalities. */
  List<SamplePair> of(List<SamplePair> arrived) {
    return arrived.stream().filter(pair -> pair.modalities().equals(modalities)).toList();
  }
}
