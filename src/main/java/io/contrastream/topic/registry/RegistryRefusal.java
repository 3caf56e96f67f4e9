package io.contrastream.topic.registry;

/** An answer other than success, from a registry that is up; {@code SchemaRegistry} sorts it. */
final class RegistryRefusal extends RegistryException {
  private final int status;
  private final int code;

  /**
   * @param status of HTTP
   * @param code the registry's own, such as 40403 for an unknown schema
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
