package io.contrastream.doctor;

import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.contrastream.config.Guarantee;
import io.contrastream.config.Settings;
import io.contrastream.config.TopicSettings;
import io.contrastream.config.TrainingSettings.Promotion;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;

/**
 * A right that a command needs.
 *
 * @param command the command that can't run without it
 */
record RequiredRight(String command, AclOperation operation, Resource resource) {

  /** A resource of the broker that rights are granted on. */
  record Resource(Kind kind, String name) {
    @Override
    public String toString() {
      return (kind.text + " " + name).strip();
    }
  }

  /** Kinds of resources, and how messages name them. */
  enum Kind {
    TOPIC("topic"),
    /** Topics that Kafka Streams creates for itself; the name is their prefix. */
    INTERNAL_TOPICS("topics that begin with"),
    GROUP("group"),
    TRANSACTIONAL_ID("transactional id"),
    /** The name is their prefix. */
    TRANSACTIONAL_IDS("transactional ids that begin with"),
    /** Has no name. */
    CLUSTER("the cluster");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  @Override
  public String toString() {
    return "%s on %s".formatted(operation, resource);
  }

  /** Returns the rights that all commands together need. */
  static List<RequiredRight> of(Settings settings) {
    TopicSettings topics = settings.topics();
    String streams = settings.stream().applicationId();
    String trainer = settings.training().clientId();
    List<RequiredRight> all = new ArrayList<>();
    String[] inputs = settings.modalities().stream().map(topics::inputs).toArray(String[]::new);
    add(all, "process", READ, Kind.TOPIC, inputs);
    add(all, "process", READ, Kind.TOPIC, topics.checkpoints());
    add(all, "process", WRITE, Kind.TOPIC, topics.embeddings(), topics.scores(), topics.loss());
    add(all, "process", WRITE, Kind.TOPIC, topics.labelledPairs(), topics.deadLetters());
    if (settings.rollback().enabled()) {
      add(all, "process", READ, Kind.TOPIC, topics.loss());
      add(all, "rollback", WRITE, Kind.TOPIC, topics.checkpoints(), topics.training());
    }
    if (settings.training().promote() == Promotion.SHADOW) {
      add(all, "train", READ, Kind.TOPIC, topics.loss());
      add(all, "refusing candidates", WRITE, Kind.TOPIC, topics.checkpoints());
    }
    add(all, "process", ALL, Kind.INTERNAL_TOPICS, streams + "-");
    add(all, "process", READ, Kind.GROUP, streams);
    if (settings.stream().guarantee() == Guarantee.EXACTLY_ONCE_V2) {
      add(all, "process", WRITE, Kind.TRANSACTIONAL_IDS, streams + "-");
    }
    add(all, "train", READ, Kind.TOPIC, topics.labelledPairs());
    add(all, "train", READ, Kind.TOPIC, topics.checkpoints(), topics.trainerState());
    add(all, "train", WRITE, Kind.TOPIC, topics.checkpoints(), topics.training());
    add(all, "train", WRITE, Kind.TOPIC, topics.trainerState());
    add(all, "train", READ, Kind.GROUP, trainer);
    add(all, "train", WRITE, Kind.TRANSACTIONAL_ID, trainer);
    add(all, "produce", WRITE, Kind.TOPIC, inputs);
    add(all, "the dashboard", READ, Kind.TOPIC, topics.embeddings(), topics.scores());
    add(all, "the dashboard", READ, Kind.TOPIC, topics.training(), topics.deadLetters());
    add(all, "topics create", CREATE, Kind.CLUSTER, "");
    return all;
  }

  private static void add(
      List<RequiredRight> all, String command, AclOperation operation, Kind kind, String... names) {
    for (String name : names) {
      all.add(new RequiredRight(command, operation, new Resource(kind, name)));
    }
  }
}
