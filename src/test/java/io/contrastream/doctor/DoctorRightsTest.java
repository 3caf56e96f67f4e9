package io.contrastream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cluster.EmbeddedBroker;
import io.contrastream.config.Settings;
import io.contrastream.doctor.Finding.Result;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.TopicAdmin;
import io.contrastream.topic.TopicPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rights check against a broker with an authorizer. */
class DoctorRightsTest {
  private static final String US = "User:ANONYMOUS";

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static Settings settings;

  /** Resources without ACLs allow everything. */
  @BeforeAll
  static void start() throws Exception {
    broker =
        EmbeddedBroker.start(
            folder,
            0,
            Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found",
                "true"));
    settings = TestSettings.at(broker.bootstrapServers(), "http://127.0.0.1:1").load();
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), Duration.ofSeconds(20))) {
      admin.createMissing(TopicPlan.of(settings));
    }
    // Creates Kafka's topic of groups now, and not while a check waits for five seconds.
    try (Admin admin = Admin.create(settings.adminProperties())) {
      admin.listConsumerGroupOffsets("any").partitionsToOffsetAndMetadata().get();
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void forgetRights() throws Exception {
    try (Admin admin = Admin.create(settings.adminProperties())) {
      admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    }
  }

  @Test
  void shouldPassIfAllRightsAreGranted() {
    assertThat(rights())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.result()).isEqualTo(Result.OK);
              assertThat(finding.seen()).startsWith("22 rights are granted; 5 more ");
            });
  }

  @Test
  void shouldNameTheRightsThatEachCommandLacks() throws Exception {
    // given
    allow(US, AclOperation.READ, ResourceType.TOPIC, "pair-scores", PatternType.LITERAL);
    allow(US, AclOperation.READ, ResourceType.TOPIC, "training-telemetry", PatternType.LITERAL);
    allow("User:x", AclOperation.READ, ResourceType.GROUP, "contrastream", PatternType.LITERAL);
    allow("User:x", AclOperation.ALL, ResourceType.TOPIC, "contrastream-", PatternType.PREFIXED);
    allow(
        "User:x",
        AclOperation.WRITE,
        ResourceType.TRANSACTIONAL_ID,
        "contrastream-",
        PatternType.PREFIXED);

    // when
    List<Finding> findings = rights();

    // then
    assertThat(findings.get(1).result()).isEqualTo(Result.FAILED);
    assertThat(findings.get(1).seen())
        .isEqualTo(
            "process lacks WRITE on topic pair-scores, "
                + "ALL on topics that begin with contrastream-, "
                + "READ on group contrastream, "
                + "WRITE on transactional ids that begin with contrastream-");
    assertThat(findings.get(2).result()).isEqualTo(Result.WARNING);
    assertThat(findings.get(2).seen())
        .isEqualTo("rollback lacks WRITE on topic training-telemetry");
    assertThat(findings.get(3).result()).isEqualTo(Result.WARNING);
    assertThat(findings.get(3).seen())
        .isEqualTo(
            "train lacks WRITE on topic training-telemetry, "
                + "WRITE on transactional id contrastream-trainer-trainer");
    assertThat(findings).hasSize(4);
    assertThat(findings.get(1).remedy()).contains("kafka-acls.sh", broker.bootstrapServers());
  }

  @Test
  void shouldFailForATopicThatMayNotBeDescribed() throws Exception {
    // given
    allow("User:x", AclOperation.READ, ResourceType.TOPIC, "digit-images", PatternType.LITERAL);

    // when
    List<Finding> findings = examine();

    // then
    assertThat(findings)
        .filteredOn(finding -> finding.check().equals("topics"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.result()).isEqualTo(Result.FAILED);
              assertThat(finding.seen())
                  .contains("does not permit this user to describe topic digit-images");
            });
  }

  private static void allow(
      String user, AclOperation operation, ResourceType type, String name, PatternType pattern)
      throws Exception {
    AclBinding binding =
        new AclBinding(
            new ResourcePattern(type, name, pattern),
            new AccessControlEntry(user, "*", operation, AclPermissionType.ALLOW));
    try (Admin admin = Admin.create(settings.adminProperties())) {
      admin.createAcls(List.of(binding)).all().get();
    }
  }

  private static List<Finding> rights() {
    return examine().stream().filter(finding -> finding.check().equals("rights")).toList();
  }

  private static List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    Doctor.of(settings).examine(findings::add);
    return findings;
  }
}
