package io.contrastream.runtime;

import io.contrastream.topic.RegisteredSchema;
import io.contrastream.topic.SchemaRegistry;
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
