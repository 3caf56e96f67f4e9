package io.contrastream.doctor;

import io.contrastream.config.Guarantee;
import io.contrastream.config.Settings;
import io.contrastream.topic.Coordinators;
import io.contrastream.topic.Coordinators.Fault;
import io.contrastream.topic.KafkaAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that Kafka coordinates groups and transactions. To ask for a transaction, Kafka must note
 * a transactional id that nobody uses; it forgets it after a week.
 *
 * @param timeout long enough for Kafka to create its topics
 */
record CoordinatorsCheck(Settings settings, Duration timeout) implements Check {

  @Override
  public List<Outcome> run() {
    String application = settings.stream().applicationId();
    List<Outcome> faults = new ArrayList<>();
    try (KafkaAdmin kafka = new KafkaAdmin(settings.adminProperties(), timeout)) {
      Coordinators coordinators = new Coordinators(kafka);
      coordinators
          .faultOfGroup(application)
          .ifPresent(fault -> faults.add(Outcome.failed(fault.seen(), fault.remedy())));
      coordinators
          .faultOfTransactions(application + "-doctor")
          .ifPresent(fault -> faults.add(withoutTransactions(fault)));
    }
    return faults.isEmpty() ? List.of(Outcome.ok("Kafka offers groups and transactions")) : faults;
  }

  private Outcome withoutTransactions(Fault fault) {
    return settings.stream().guarantee() == Guarantee.EXACTLY_ONCE_V2
        ? Outcome.failed(
            fault.seen(),
            fault.remedy() + "; process needs none with stream.guarantee=at_least_once")
        : Outcome.warning(fault.seen() + ", which train needs", fault.remedy());
  }
}
