package org.apache.kafka.streams;

import java.lang.reflect.Field;
import org.apache.kafka.clients.producer.MockProducer;

/** Looks into a test driver, which keeps its producer to itself. */
public final class DriverProducer {
  private DriverProducer() {}

  /** Takes all that the driver's topology sends: outputs and changelogs. */
  @SuppressWarnings("unchecked")
  public static MockProducer<byte[], byte[]> of(TopologyTestDriver driver) {
    try {
      Field field = TopologyTestDriver.class.getDeclaredField("producer");
      field.setAccessible(true);
      return (MockProducer<byte[], byte[]>) field.get(driver);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
