package io.contrastream.topology.streams;

import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds stores that can be neither cached nor logged, since they have no persistent content. */
record DrainOnCommitBuilder<S extends DrainOnCommit>(String name, Function<String, S> constructor)
    implements StoreBuilder<S> {

  @Override
  public S build() {
    return constructor.apply(name);
  }

  @Override
  public StoreBuilder<S> withCachingEnabled() {
    return this;
  }

  @Override
  public StoreBuilder<S> withCachingDisabled() {
    return this;
  }

  @Override
  public StoreBuilder<S> withLoggingEnabled(Map<String, String> config) {
    return this;
  }

  @Override
  public StoreBuilder<S> withLoggingDisabled() {
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
