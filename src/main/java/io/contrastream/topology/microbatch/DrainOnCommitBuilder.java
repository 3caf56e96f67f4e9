package io.contrastream.topology.microbatch;

import java.util.Map;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Builds a {@link DrainOnCommit} for each task. It can be neither cached nor logged, having no
 * content.
 */
record DrainOnCommitBuilder(String name) implements StoreBuilder<DrainOnCommit> {

  @Override
  public DrainOnCommit build() {
    return new DrainOnCommit(name);
  }

  @Override
  public StoreBuilder<DrainOnCommit> withCachingEnabled() {
    return this;
  }

  @Override
  public StoreBuilder<DrainOnCommit> withCachingDisabled() {
    return this;
  }

  @Override
  public StoreBuilder<DrainOnCommit> withLoggingEnabled(Map<String, String> config) {
    return this;
  }

  @Override
  public StoreBuilder<DrainOnCommit> withLoggingDisabled() {
    return this;
  }

  @Override
  public Map<String, String> logConfig() {
    return Map.of();
  }

  @Override
  public boolean loggingEnabled() {
    return false;
  }
}
