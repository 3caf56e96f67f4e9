package io.contrastream.topic.registry;

/** A subject holds a schema that the program's own can't follow; the message names the fields. */
public final class IncompatibleSchemaException extends RegistryException {
  public IncompatibleSchemaException(String message) {
    super(message);
  }
}
