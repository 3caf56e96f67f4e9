package io.contrastream.topic.registry;

/** The schema registry is down, or answered with server errors, for as long as we were to wait. */
public final class RegistryUnavailableException extends RegistryException {
  public RegistryUnavailableException(String message) {
    super(message);
  }
}
