package io.contrastream.doctor;

import io.contrastream.network.LibTorch;
import java.util.List;

/**
 * Whether libtorch loads, and what it computes on.
 *
 * @param device as the setting {@code model.device} has it
 */
record LibTorchCheck(String device) implements Check {
  static final String NAME = "libtorch";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String remedy(Throwable failure) {
    return FailureRemedy.of(
        failure, "the README says how to use a GPU, and model.device=cpu does without one");
  }

  @Override
  public List<Finding> run() {
    LibTorch.Facts facts = LibTorch.facts(device);
    String seen =
        "libtorch %s computes on %s (model.device is %s), threads of its own: %d"
            .formatted(facts.version(), facts.device(), device, facts.threads());
    return List.of(
        facts.threads() > 1
            ? warning(seen, "leave ai.djl.pytorch.num_threads at 1: its threads get in ours' way")
            : ok(seen));
  }
}
