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
 * Runs the checks one after the other. If one fails, the checks that need it are skipped, and all
 * others still run. One thread calls.
 */
public final class Doctor {
  private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

  /** Maximum wait for each answer of a broker or registry. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final List<Check> checks;
  private final Set<String> failed = new HashSet<>();

  Doctor(List<Check> checks) {
    this.checks = checks;
  }

  /** Returns a doctor with all checks of an installation, local ones first. */
  public static Doctor of(Settings settings) {
    return new Doctor(
        List.of(
            JavaCheck.ofThisMachine(),
            new LibTorchCheck(settings.model().device()),
            new CheckpointCheck(settings.model()),
            DiskCheck.of(settings),
            new BrokerCheck(settings, TIMEOUT),
            new RegistryCheck(settings, TIMEOUT),
            new TopicsCheck(settings, TIMEOUT),
            new RightsCheck(settings, TIMEOUT),
            new ActiveCheckpointCheck(settings, TIMEOUT)));
  }

  /**
   * Runs all checks.
   *
   * @param listener receives each finding as soon as its check is done
   * @return whether no check has failed
   */
  public boolean examine(Consumer<Finding> listener) {
    for (Check check : checks) {
      List<Finding> findings = findings(check);
      findings.forEach(listener);
      if (findings.stream().anyMatch(each -> each.result() == Result.FAILED)) {
        failed.add(check.name());
      }
    }
    return failed.isEmpty();
  }

  private List<Finding> findings(Check check) {
    Optional<String> lacking = check.needs().stream().filter(failed::contains).findFirst();
    if (lacking.isPresent()) {
      return List.of(check.skipped("needs %s, which failed".formatted(lacking.get()), ""));
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
