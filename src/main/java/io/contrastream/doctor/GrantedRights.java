package io.contrastream.doctor;

import io.contrastream.doctor.RequiredRight.Resource;
import io.contrastream.topic.KafkaAdmin;
import io.contrastream.topic.TopicException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/** The operations that the broker authorizes for our user. */
final class GrantedRights {

  /** A suffix of names that do not exist; unauthorized users still get the authorization error. */
  private static final String UNUSED_SUFFIX = "doctor";

  private static final AclBindingFilter ON_THE_CLUSTER =
      new AclBindingFilter(
          new ResourcePatternFilter(ResourceType.CLUSTER, null, PatternType.ANY),
          AccessControlEntryFilter.ANY);

  private final KafkaAdmin kafka;
  private final Map<Resource, Optional<Set<AclOperation>>> known = new HashMap<>();

  GrantedRights(KafkaAdmin kafka) {
    this.kafka = kafka;
  }

  /** Whether the broker has an authorizer; without one, everything is allowed. */
  boolean hasAuthorizer() {
    try {
      kafka.ask(admin -> admin.describeAcls(ON_THE_CLUSTER).values());
      return true;
    } catch (SecurityDisabledException e) {
      return false;
    } catch (AuthorizationException e) {
      return true;
    } catch (KafkaException e) {
      throw kafka.explain("describe access control", e);
    }
  }

  /**
   * Returns the operations that are allowed on a resource; empty if the broker does not report
   * them, usually because the resource does not exist yet.
   */
  Optional<Set<AclOperation>> on(Resource resource) {
    return known.computeIfAbsent(resource, this::fetch);
  }

  private Optional<Set<AclOperation>> fetch(Resource resource) {
    try {
      return Optional.ofNullable(kafka.ask(admin -> describe(admin, resource)));
    } catch (AuthorizationException e) {
      return Optional.of(Set.of());
    } catch (UnknownTopicOrPartitionException
        | GroupIdNotFoundException
        | TransactionalIdNotFoundException e) {
      return Optional.empty();
    } catch (CoordinatorNotAvailableException e) {
      throw new TopicException(
          "The coordinator of %s is not available (%s)".formatted(resource, e.getMessage()));
    } catch (KafkaException e) {
      throw kafka.explain("list the allowed operations on " + resource, e);
    }
  }

  private static KafkaFuture<Set<AclOperation>> describe(Admin admin, Resource resource) {
    String name = resource.name();
    return switch (resource.kind()) {
      case TOPIC -> onTopic(admin, name);
      case INTERNAL_TOPICS -> onTopic(admin, name + UNUSED_SUFFIX);
      case GROUP -> onGroup(admin, name);
      case TRANSACTIONAL_ID -> onTransaction(admin, name);
      case TRANSACTIONAL_IDS -> onTransaction(admin, name + UNUSED_SUFFIX);
      case CLUSTER -> {
        var options = new DescribeClusterOptions().includeAuthorizedOperations(true);
        yield admin.describeCluster(options).authorizedOperations();
      }
    };
  }

  private static KafkaFuture<Set<AclOperation>> onTopic(Admin admin, String name) {
    var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    return admin
        .describeTopics(List.of(name), options)
        .topicNameValues()
        .get(name)
        .thenApply(topic -> topic.authorizedOperations());
  }

  private static KafkaFuture<Set<AclOperation>> onGroup(Admin admin, String name) {
    var options = new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
    return admin
        .describeConsumerGroups(List.of(name), options)
        .describedGroups()
        .get(name)
        .thenApply(group -> group.authorizedOperations());
  }

  /** The broker lists no operations here, but a denied describe implies that none is allowed. */
  private static KafkaFuture<Set<AclOperation>> onTransaction(Admin admin, String id) {
    return admin.describeTransactions(List.of(id)).description(id).thenApply(found -> null);
  }
}
