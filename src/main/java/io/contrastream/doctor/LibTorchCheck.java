package io.contrastream.doctor;

import io.contrastream.network.LibTorch;
import java.util.List;

/** Checks that libtorch loads, and on which device it computes ({@code model.device}). */
record LibTorchCheck(String device) implements Check {

  @Override
  public String remedy(Throwable failure) {
    boolean ofTheDevice = String.valueOf(failure.getMessage()).startsWith("model.device");
    return FailureRemedy.of(
        failure,
        ofTheDevice
            ? "see docs/models.md for how to use a GPU, or set model.device=cpu"
            : "mend what the message names, then run contrastream doctor again");
  }

  @Override
  public List<Outcome> run() {
    LibTorch.Facts facts = LibTorch.facts(device);
    String seen =
        "libtorch %s computes on %s (model.device is %s), threads of its own: %d, unpacked in %s (%d MiB)"
            .formatted(
                facts.version(),
                facts.device(),
                device,
                facts.threads(),
                facts.cache(),
                facts.cacheBytes() >> 20);
    return List.of(
        facts.threads() > 1
            ? Outcome.warning(
                seen,
                "leave ai.djl.pytorch.num_threads at 1: its threads compete with the stream"
                    + " threads")
            : Outcome.ok(seen));
  }
}
