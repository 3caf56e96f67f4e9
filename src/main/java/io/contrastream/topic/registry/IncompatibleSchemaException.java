package io.contrastream.topic.registry;

/** The program's schema is not compatible with the subject's; the message names the fields. */
public final class IncompatibleSchemaException extends RegistryException {
  public IncompatibleSchemaException(String message) {
    super(message);
  }
}
