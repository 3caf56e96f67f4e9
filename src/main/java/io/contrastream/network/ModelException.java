package io.contrastream.network;

/** Thrown if a model can't be loaded; the message is one sentence for the user. */
public final class ModelException extends RuntimeException {
  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
