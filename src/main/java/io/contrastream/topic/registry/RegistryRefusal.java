package io.contrastream.topic.registry;

/** A client error from the registry; {@link HttpSchemaRegistry} decides what it means. */
final class RegistryRefusal extends RegistryException {
  private final int status;
  private final int code;

  /**
   * @param code the registry's own, such as 40403 for an unknown schema; 0 if it gave none
   */
  RegistryRefusal(String message, int status, int code) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }
}
