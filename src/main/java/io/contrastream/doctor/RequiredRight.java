package io.contrastream.doctor;

import io.contrastream.config.Guarantee;
import io.contrastream.config.Settings;
import io.contrastream.config.TopicSettings;
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
    List<RequiredRight> all = new ArrayList<>();
    process(settings, all);
    train(settings, all);
    TopicSettings topics = settings.topics();
    topic("produce", AclOperation.WRITE, all, topics.images());
    topic(
        "the dashboard",
        AclOperation.READ,
        all,
        topics.embeddings(),
        topics.scores(),
        topics.training(),
        topics.deadLetters());
    all.add(right("topics create", AclOperation.CREATE, Kind.CLUSTER, ""));
    return all;
  }

  private static void process(Settings settings, List<RequiredRight> all) {
    TopicSettings topics = settings.topics();
    String application = settings.stream().applicationId();
    topic("process", AclOperation.READ, all, topics.images(), topics.checkpoints());
    topic(
        "process",
        AclOperation.WRITE,
        all,
        topics.embeddings(),
        topics.scores(),
        topics.loss(),
        topics.labelledPairs(),
        topics.deadLetters());
    if (settings.rollback().enabled()) {
      topic("process", AclOperation.READ, all, topics.loss());
      topic("rollback", AclOperation.WRITE, all, topics.checkpoints(), topics.training());
    }
    all.add(right("process", AclOperation.ALL, Kind.INTERNAL_TOPICS, application + "-"));
    all.add(right("process", AclOperation.READ, Kind.GROUP, application));
    if (settings.stream().guarantee() == Guarantee.EXACTLY_ONCE_V2) {
      all.add(right("process", AclOperation.WRITE, Kind.TRANSACTIONAL_IDS, application + "-"));
    }
  }

  private static void train(Settings settings, List<RequiredRight> all) {
    TopicSettings topics = settings.topics();
    String trainer = settings.training().clientId();
    topic(
        "train",
        AclOperation.READ,
        all,
        topics.labelledPairs(),
        topics.checkpoints(),
        topics.trainerState());
    topic(
        "train",
        AclOperation.WRITE,
        all,
        topics.checkpoints(),
        topics.training(),
        topics.trainerState());
    all.add(right("train", AclOperation.READ, Kind.GROUP, trainer));
    all.add(right("train", AclOperation.WRITE, Kind.TRANSACTIONAL_ID, trainer));
  }

  private static void topic(
      String command, AclOperation operation, List<RequiredRight> all, String... names) {
    for (String name : names) {
      all.add(right(command, operation, Kind.TOPIC, name));
    }
  }

  private static RequiredRight right(
      String command, AclOperation operation, Kind kind, String name) {
    return new RequiredRight(command, operation, new Resource(kind, name));
  }
}
