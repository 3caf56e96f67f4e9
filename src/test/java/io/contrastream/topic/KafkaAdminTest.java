package io.contrastream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class KafkaAdminTest {

  @Test
  void shouldSayThatSomethingElseListens() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(explain("127.0.0.1:" + silent.getLocalPort()))
          .isExactlyInstanceOf(BrokerUnavailableException.class)
          .hasMessageStartingWith("Something listens at 127.0.0.1:" + silent.getLocalPort())
          .hasMessageContaining("security.protocol=PLAINTEXT");
    }
  }

  @Test
  void shouldSayThatNobodyAnswers() {
    assertThat(explain("127.0.0.1:1")).hasMessageContaining("No Kafka broker answers");
  }

  private static TopicException explain(String servers) {
    try (KafkaAdmin kafka =
        new KafkaAdmin(Map.of("bootstrap.servers", servers), Duration.ofSeconds(1))) {
      return kafka.explain("describe the cluster", new TimeoutException("test"));
    }
  }
}
