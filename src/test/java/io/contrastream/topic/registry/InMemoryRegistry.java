package io.contrastream.topic.registry;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** A registry without a server: gives out ids in order, and takes every schema. */
public final class InMemoryRegistry implements SchemaRegistry {
  private final Map<Integer, Schema> schemas = new HashMap<>();
  private final Map<String, RegisteredSchema> latest = new HashMap<>();

  @Override
  public synchronized int idFor(String subject, Schema schema) {
    for (Map.Entry<Integer, Schema> known : schemas.entrySet()) {
      if (known.getValue().equals(schema)) {
        return known.getKey();
      }
    }
    int id = schemas.size() + 1;
    schemas.put(id, schema);
    int version = latest(subject).map(RegisteredSchema::version).orElse(0) + 1;
    latest.put(subject, new RegisteredSchema(id, version, schema));
    return id;
  }

  @Override
  public synchronized Schema byId(int id) {
    if (!schemas.containsKey(id)) {
      throw new BadRecordException("Schema id " + id + " is not in the registry at " + address());
    }
    return schemas.get(id);
  }

  @Override
  public synchronized Optional<RegisteredSchema> latest(String subject) {
    return Optional.ofNullable(latest.get(subject));
  }

  @Override
  public String kind() {
    return "registry in memory";
  }

  @Override
  public String address() {
    return "memory";
  }

  @Override
  public void close() {}
}
