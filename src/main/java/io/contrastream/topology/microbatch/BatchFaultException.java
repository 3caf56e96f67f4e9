package io.contrastream.topology.microbatch;

/** A batch failed through no fault of its records: memory ran out, or a device was lost. */
public final class BatchFaultException extends RuntimeException {
  public BatchFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
