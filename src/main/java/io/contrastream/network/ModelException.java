package io.contrastream.network;

/** A model can't be made ready; the message is one sentence for the person who asked for it. */
public final class ModelException extends RuntimeException {
  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
