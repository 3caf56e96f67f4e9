package io.contrastream.topic.registry;

/** The schema registry did not answer, or only with server errors, until the timeout. */
public final class RegistryUnavailableException extends RegistryException {
  public RegistryUnavailableException(String message) {
    super(message);
  }
}
