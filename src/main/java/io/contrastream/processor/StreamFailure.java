package io.contrastream.processor;

import io.contrastream.lifecycle.RootCause;
import io.contrastream.topic.CompressionFault;
import io.contrastream.topic.InternalTopics;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;

/** Says why a stream thread has failed. If Kafka's own advice would do harm, ours replaces it. */
final class StreamFailure {
  /** Kafka advises resetting the application, which would embed all inputs again. */
  private static final Pattern PARTITIONS =
      Pattern.compile(
          "Existing internal topic (\\S+) has invalid partitions: expected: (\\d+); actual:"
              + " (\\d+)");

  private StreamFailure() {}

  /**
   * @param applicationId of the stream, which is also the name of its consumer group
   */
  static String message(Throwable failure, String applicationId) {
    Throwable root = RootCause.of(failure);
    if (root instanceof InconsistentGroupProtocolException) {
      return ("Another program is in the consumer group %s: end it, or set stream.application.id to"
              + " another name (Kafka says: %s)")
          .formatted(applicationId, root.getMessage());
    }
    if (root instanceof FencedInstanceIdException) {
      return ("Another processor of %s with this one's identity was started: its stream.state.dir"
              + " is a copy. Delete the copied folder, or set stream.state.dir to a new one,"
              + " and start this processor again")
          .formatted(applicationId);
    }
    String message = CompressionFault.of(failure).orElseGet(() -> RootCause.message(failure));
    Matcher partitions = PARTITIONS.matcher(message);
    return partitions.find()
        ? "The internal topic %s has %s partitions, but the input topics have %s: %s"
            .formatted(
                partitions.group(1),
                partitions.group(3),
                partitions.group(2),
                InternalTopics.remedy(applicationId))
        : message;
  }
}
