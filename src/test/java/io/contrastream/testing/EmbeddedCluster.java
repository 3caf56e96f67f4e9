package io.contrastream.testing;

import io.contrastream.cluster.LocalCluster;
import io.contrastream.config.Settings;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker and a schema registry, which all test classes of the JVM share: they start with the
 * first class that needs them and stop at the end of the run. A class registers the extension as a
 * static field, gets topics of its own for each name, and loses them when it is over.
 *
 * <p>Not for tests that restart or configure the broker.
 */
public final class EmbeddedCluster implements BeforeAllCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(EmbeddedCluster.class);

  private LocalCluster cluster;
  private String prefix;

  @Override
  public void beforeAll(ExtensionContext context) {
    cluster =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                "cluster", key -> LocalCluster.startThrowAway(0, 0), LocalCluster.class);
    prefix = context.getRequiredTestClass().getSimpleName() + "-";
  }

  /** Deletes the class's topics, so that the broker does not keep the files of all classes open. */
  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    try (Admin admin = Admin.create(settings("cleanup").load().adminProperties())) {
      List<String> own =
          admin.listTopics().names().get().stream().filter(it -> it.startsWith(prefix)).toList();
      admin.deleteTopics(own).all().get();
    }
  }

  /**
   * Returns settings that lead to the cluster, and there to topics and an application id that only
   * the class has.
   *
   * @param name the same one gives the same topics
   */
  public TestSettings settings(String name) {
    return TestSettings.at(bootstrapServers(), registryUrl()).named(prefix + name);
  }

  /** Creates the topics of the settings and registers their schemas. */
  public void prepare(Settings settings) {
    cluster.prepare(settings);
  }

  public String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  public String registryUrl() {
    return cluster.registryUrl();
  }
}
