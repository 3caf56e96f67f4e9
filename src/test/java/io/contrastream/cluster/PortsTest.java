package io.contrastream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.lifecycle.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void shouldFindFreePort() {
    assertThat(Ports.free(Ports.ANY, "Kafka")).isPositive();
  }

  @Test
  void shouldNamePortInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Ports.HOST))) {
      assertThatThrownBy(() -> Ports.free(taken.getLocalPort(), "Kafka"))
          .isInstanceOf(StartupException.class)
          .hasMessage(
              "Port "
                  + taken.getLocalPort()
                  + " for Kafka is in use on 127.0.0.1; stop what listens there, or choose another"
                  + " port");
    }
  }
}
