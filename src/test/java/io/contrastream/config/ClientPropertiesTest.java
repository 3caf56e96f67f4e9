package io.contrastream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.testing.TestSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPropertiesTest {

  @Test
  void shouldGiveKafkasOwnSettingsToEveryClient() {
    // when
    Settings settings = load("kafka.security.protocol=SSL", "kafka.bootstrap.servers=broker:1");

    // then
    assertThat(
            List.of(
                settings.streamsProperties(),
                settings.producerProperties(),
                settings.consumerProperties(),
                settings.adminProperties()))
        .allSatisfy(
            properties ->
                assertThat(properties)
                    .containsEntry("security.protocol", "SSL")
                    .containsEntry("bootstrap.servers", "broker:1"));
  }

  @Test
  void shouldPreferAClientsOwnSettingToKafkasCommonOne() {
    // when
    Settings settings = load("kafka.client.id=all", "consumer.client.id=reader");

    // then
    assertThat(settings.consumerProperties()).containsEntry("client.id", "reader");
    assertThat(settings.producerProperties()).containsEntry("client.id", "all");
  }

  @Test
  void shouldTranslateTheStreamsSection() {
    // when
    Map<String, Object> properties =
        load("stream.threads=3", "stream.commit.interval=1s", "stream.guarantee=at_least_once")
            .streamsProperties();

    // then
    assertThat(properties)
        .containsEntry("application.id", "contrastream")
        .containsEntry("num.stream.threads", 3)
        .containsEntry("commit.interval.ms", 1000L)
        .containsEntry("processing.guarantee", "at_least_once")
        .containsEntry("replication.factor", 1)
        .containsEntry("producer.batch.size", "1048576");
  }

  @Test
  void shouldLetOutputsWaitForTheCommitWhereNobodyCanReadThemBefore() {
    assertThat(load("stream.guarantee=exactly_once_v2").streamsProperties())
        .containsEntry("producer.linger.ms", 100);
    assertThat(load("stream.guarantee=at_least_once").streamsProperties())
        .containsEntry("producer.linger.ms", 2);
    assertThat(load("streams.producer.linger.ms=7").streamsProperties())
        .containsEntry("producer.linger.ms", "7");
  }

  @Test
  void shouldReadCommittedImagesOnlyUnlessToldOtherwise() {
    assertThat(load("stream.guarantee=at_least_once").streamsProperties())
        .containsEntry("consumer.isolation.level", "read_committed");
    assertThat(load("streams.consumer.isolation.level=read_uncommitted").streamsProperties())
        .containsEntry("consumer.isolation.level", "read_uncommitted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1ms", "10s", "11s", "1m"})
  void shouldGiveATransactionMoreTimeThanTheCommitInterval(String interval) {
    // when
    StreamsConfig config =
        new StreamsConfig(load("stream.commit.interval=" + interval).streamsProperties());

    // then
    assertThat(
            (int) config.getProducerConfigs("test").get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG))
        .isGreaterThan(Math.toIntExact(config.getLong("commit.interval.ms")));
  }

  @Test
  void shouldRefuseACommitIntervalAboveTheUsersTransactionTimeout() {
    String timeout = "streams.producer.transaction.timeout.ms=5000";

    assertThatThrownBy(() -> load(timeout, "stream.commit.interval=6s"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("stream.commit.interval")
        .hasMessageContaining("streams.producer.transaction.timeout.ms, which is 5000 ms");
    assertThat(load(timeout, "stream.commit.interval=5s").streamsProperties())
        .containsEntry("producer.transaction.timeout.ms", "5000");
  }

  @Test
  void shouldBeAcceptedByKafkaStreams() {
    // when
    StreamsConfig config = new StreamsConfig(load().streamsProperties());

    // then
    assertThat(config.getLong("commit.interval.ms")).isEqualTo(100);
  }

  private static Settings load(String... overrides) {
    return TestSettings.of(overrides);
  }
}
