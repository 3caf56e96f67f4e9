package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.doctor.Finding.Result;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the checks one after the other. A failure ends none but those that could see nothing without
 * what failed: they are skipped. One thread calls.
 */
public final class Doctor {
  private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

  /** Longest wait for each answer of a broker or registry. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<Check> checks;
  private final Set<String> unusable = new HashSet<>();

  Doctor(List<Check> checks) {
    this.checks = checks;
  }

  /** All checks of an installation, those of this machine first. */
  public static Doctor of(Settings settings) {
    return new Doctor(
        List.of(
            JavaCheck.ofThisMachine(),
            new LibTorchCheck(settings.model().device()),
            new CheckpointCheck(settings.model()),
            DiskCheck.of(settings),
            new BrokerCheck(settings, PATIENCE),
            new RegistryCheck(settings, PATIENCE),
            new TopicsCheck(settings, PATIENCE),
            new RightsCheck(settings, PATIENCE),
            new ActiveCheckpointCheck(settings, PATIENCE)));
  }

  /**
   * @param listener hears of each finding at once
   * @return whether nothing has failed
   */
  public boolean examine(Consumer<Finding> listener) {
    for (Check check : checks) {
      List<Finding> findings = findings(check);
      findings.forEach(listener);
      if (findings.stream().anyMatch(each -> each.result() == Result.FAILED)) {
        unusable.add(check.name());
      }
    }
    return unusable.isEmpty();
  }

  private List<Finding> findings(Check check) {
    Optional<String> lacking = check.needs().stream().filter(unusable::contains).findFirst();
    if (lacking.isPresent()) {
      return List.of(check.skipped("see to this first: " + lacking.get(), ""));
    }
    try {
      return check.run();
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      LOG.info("Check {} failed", check.name(), e);
      return List.of(
          check.failed(e.getMessage() == null ? e.toString() : e.getMessage(), check.remedy(e)));
    }
  }
}
