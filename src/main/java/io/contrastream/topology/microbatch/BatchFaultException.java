package io.contrastream.topology.microbatch;

/** A batch failed, but none of its records is at fault: memory ran out or a device was lost. */
public final class BatchFaultException extends RuntimeException {
  public BatchFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
