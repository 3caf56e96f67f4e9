package io.contrastream.topic.registry;

/** A client error from the registry; {@link HttpSchemaRegistry} decides what it means. */
final class RegistryRefusal extends RegistryException {
  final int status;

  /** The registry's own code, such as 40403 for an unknown schema; 0 if it gave none. */
  final int code;

  RegistryRefusal(String message, int status, int code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
