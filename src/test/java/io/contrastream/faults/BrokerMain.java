package io.contrastream.faults;

import io.contrastream.cluster.EmbeddedBroker;
import java.nio.file.Path;

/** Main class of a broker in its own process. Arguments: data folder, port. */
final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedBroker broker =
        EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    System.out.println("ready");
    while (EmbeddedBroker.fault().isEmpty()) {
      Thread.sleep(100);
    }
    throw new IllegalStateException(EmbeddedBroker.fault());
  }
}
