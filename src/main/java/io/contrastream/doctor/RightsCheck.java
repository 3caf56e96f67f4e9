package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.KafkaAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;

/** Whether the broker gives our user the rights that the commands need. */
record RightsCheck(Settings settings, Duration patience) implements Check {
  private static final String VITAL = "process";

  @Override
  public String name() {
    return "rights";
  }

  @Override
  public List<String> needs() {
    return List.of(BrokerCheck.NAME);
  }

  /** A broker did answer before: what keeps silent are the coordinators. */
  @Override
  public String remedy(Throwable failure) {
    return failure instanceof BrokerUnavailableException
        ? "see whether __consumer_offsets and __transaction_state are available:"
            + " the coordinators of groups and transactional ids need them"
        : FailureRemedy.of(failure);
  }

  @Override
  public List<Finding> run() {
    try (KafkaAdmin kafka = new KafkaAdmin(settings.adminProperties(), patience)) {
      GrantedRights granted = new GrantedRights(kafka);
      return granted.hasAuthorizer()
          ? compare(granted)
          : List.of(ok("the broker has no authorizer: whoever reaches it may do everything"));
    }
  }

  private List<Finding> compare(GrantedRights granted) {
    Map<String, List<RequiredRight>> missing = new LinkedHashMap<>();
    int seen = 0;
    int unseen = 0;
    for (RequiredRight right : RequiredRight.of(settings)) {
      Optional<Set<AclOperation>> operations = granted.on(right.resource());
      if (operations.isEmpty()) {
        unseen++;
      } else if (operations.get().contains(right.operation())) {
        seen++;
      } else {
        missing.computeIfAbsent(right.command(), key -> new ArrayList<>()).add(right);
      }
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        ok(
            "%d rights are granted; of %d the broker does not tell before what they are on exists"
                .formatted(seen, unseen)));
    missing.forEach((command, rights) -> findings.add(lacking(command, rights)));
    return findings;
  }

  private Finding lacking(String command, List<RequiredRight> rights) {
    String seen =
        "%s lacks %s"
            .formatted(
                command,
                rights.stream().map(RequiredRight::toString).collect(Collectors.joining(", ")));
    String remedy =
        "grant it to our user, for example: kafka-acls.sh --bootstrap-server %s --add --allow-principal User:NAME --operation OPERATION --topic TOPIC"
            .formatted(settings.kafka().bootstrapServers());
    return command.equals(VITAL) ? failed(seen, remedy) : warning(seen, remedy);
  }
}
