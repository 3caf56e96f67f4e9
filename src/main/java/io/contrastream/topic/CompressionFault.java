package io.contrastream.topic;

import io.contrastream.lifecycle.RootCause;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says why compressed records can't be read or written: zstd and snappy need a library that is
 * unpacked into Java's temporary folder.
 */
public final class CompressionFault {
  private static final String KAFKAS_CODECS = "org.apache.kafka.common.compress.";

  private CompressionFault() {}

  /** Returns a message for users; empty if the failure has another reason. */
  public static Optional<String> of(Throwable failure) {
    boolean compressing =
        causes(failure)
            .flatMap(e -> Stream.of(e.getStackTrace()))
            .anyMatch(frame -> frame.getClassName().startsWith(KAFKAS_CODECS));
    boolean linking = causes(failure).anyMatch(CompressionFault::isOfLoading);
    return compressing && linking ? Optional.of(message(failure)) : Optional.empty();
  }

  /** Snappy throws an error of its own; one of memory has another reason. */
  private static boolean isOfLoading(Throwable failure) {
    return failure instanceof Error && !(failure instanceof VirtualMachineError);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause);
  }

  private static String message(Throwable failure) {
    return "A library for compressed records can't be loaded from Java's temporary folder %s (%s): if files there may not be executed (noexec) or the disk is full, name another folder with CONTRASTREAM_JAVA_OPTS=-Djava.io.tmpdir=FOLDER"
        .formatted(
            System.getProperty("java.io.tmpdir"),
            RootCause.message(failure).lines().findFirst().orElse(""));
  }
}
