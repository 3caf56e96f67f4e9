package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.doctor.Finding.Result;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.KafkaAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/** Checks that the broker grants our user the rights that the commands need. */
record RightsCheck(Settings settings, Duration timeout) implements Check {
  /** The broker has answered an earlier check, so only the coordinators can be unavailable. */
  @Override
  public String remedy(Throwable failure) {
    return failure instanceof BrokerUnavailableException
        ? "check that the topics __consumer_offsets and __transaction_state are available:"
            + " the coordinators of groups and transactional ids need them"
        : FailureRemedy.of(failure);
  }

  @Override
  public List<Outcome> run() {
    try (KafkaAdmin kafka = new KafkaAdmin(settings.adminProperties(), timeout)) {
      GrantedRights granted = new GrantedRights(kafka);
      return granted.hasAuthorizer()
          ? compare(granted)
          : List.of(Outcome.ok("the broker has no authorizer, so every client may do everything"));
    }
  }

  private List<Outcome> compare(GrantedRights granted) {
    Map<String, List<String>> missing = new LinkedHashMap<>();
    int present = 0;
    int unknown = 0;
    for (RequiredRight right : RequiredRight.of(settings)) {
      Optional<Set<AclOperation>> operations = granted.on(right.resource());
      if (operations.isEmpty()) {
        unknown++;
      } else if (operations.get().contains(right.operation())) {
        present++;
      } else {
        missing.computeIfAbsent(right.command(), key -> new ArrayList<>()).add(right.toString());
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.add(
        Outcome.ok(
            "%d rights are granted; %d more can be checked only once their resources exist"
                .formatted(present, unknown)));
    missing.forEach((command, rights) -> outcomes.add(lacking(command, rights)));
    return outcomes;
  }

  private Outcome lacking(String command, List<String> rights) {
    return new Outcome(
        command.equals("process") ? Result.FAILED : Result.WARNING,
        "%s lacks %s".formatted(command, String.join(", ", rights)),
        "grant the rights to our user, for example: kafka-acls.sh --bootstrap-server %s --add --allow-principal User:NAME --operation OPERATION --topic TOPIC"
            .formatted(settings.kafka().bootstrapServers()));
  }
}
