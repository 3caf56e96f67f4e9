package io.contrastream.testing;

import io.contrastream.topic.registry.RegisteredSchema;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.Optional;
import org.apache.avro.Schema;

/** Another registry, but where one thread asks for a schema, an Error is thrown as by a bad jar. */
public record FailingRegistry(SchemaRegistry registry, String thread) implements SchemaRegistry {

  @Override
  public int idFor(String subject, Schema schema) {
    return registry.idFor(subject, schema);
  }

  @Override
  public Schema byId(int id) {
    if (Thread.currentThread().getName().equals(thread)) {
      throw new NoClassDefFoundError("a class of " + thread);
    }
    return registry.byId(id);
  }

  @Override
  public Optional<RegisteredSchema> latest(String subject) {
    return registry.latest(subject);
  }

  @Override
  public String kind() {
    return registry.kind();
  }

  @Override
  public String address() {
    return registry.address();
  }

  @Override
  public void close() {
    registry.close();
  }
}
