package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.doctor.Finding.Result;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

  /** At first, Kafka creates the topics of its coordinators. */
  private static final Duration COORDINATOR_TIMEOUT = Duration.ofSeconds(15);

  /**
   * @param name one or two lower-case words
   * @param needs names of the steps that must succeed before this one can run
   */
  record Step(String name, Check check, String... needs) {}

  private final List<Step> steps;
  private final Set<String> failed = new HashSet<>();

  Doctor(Step... steps) {
    this.steps = List.of(steps);
  }

  /** Returns a doctor with all checks of an installation, local ones first. */
  public static Doctor of(Settings settings) {
    return new Doctor(
        new Step("java", JavaCheck.ofThisMachine()),
        new Step("libtorch", new LibTorchCheck(settings.model().device())),
        new Step("checkpoint", new CheckpointCheck(settings), "libtorch"),
        new Step("disk", DiskCheck.of(settings)),
        new Step("compression", new CompressionCheck()),
        new Step("broker", new BrokerCheck(settings, TIMEOUT)),
        new Step("registry", new RegistryCheck(settings, TIMEOUT)),
        new Step("topics", new TopicsCheck(settings, TIMEOUT), "broker"),
        new Step("internal topics", new InternalTopicsCheck(settings, TIMEOUT), "broker", "topics"),
        new Step("coordinators", new CoordinatorsCheck(settings, COORDINATOR_TIMEOUT), "broker"),
        new Step("rights", new RightsCheck(settings, TIMEOUT), "broker", "coordinators"),
        new Step(
            "positions", new PositionsCheck(settings, TIMEOUT), "broker", "registry", "topics"),
        new Step(
            "active checkpoint",
            new ActiveCheckpointCheck(settings, TIMEOUT),
            "libtorch",
            "broker",
            "registry"));
  }

  /**
   * @param listener receives each finding as soon as its check is done
   * @return whether no check has failed
   */
  public boolean examine(Consumer<Finding> listener) {
    for (Step step : steps) {
      for (Outcome each : outcomes(step)) {
        if (each.result() == Result.FAILED) {
          failed.add(step.name());
        }
        listener.accept(new Finding(step.name(), each.result(), each.seen(), each.remedy()));
      }
    }
    return failed.isEmpty();
  }

  private List<Outcome> outcomes(Step step) {
    Optional<String> lacking = Stream.of(step.needs()).filter(failed::contains).findFirst();
    if (lacking.isPresent()) {
      return List.of(Outcome.skipped("needs %s, which failed".formatted(lacking.get()), ""));
    }
    try {
      return step.check().run();
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      LOG.info("Check {} failed", step.name(), e);
      String seen = e.getMessage() == null ? e.toString() : e.getMessage();
      return List.of(Outcome.failed(seen, step.check().remedy(e)));
    }
  }
}
