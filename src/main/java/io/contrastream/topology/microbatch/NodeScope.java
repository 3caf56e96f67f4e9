package io.contrastream.topology.microbatch;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;

/**
 * Lets a processor forward later what a record led to: Kafka Streams takes the sender from its
 * current node, which before a commit is none, and topic, partition and offset from its current
 * record, which by then is another.
 *
 * <p>Made in {@link org.apache.kafka.streams.processor.api.Processor#init}; used by the stream
 * thread that owns the task.
 */
public final class NodeScope {

  /** Where a record came from. */
  public static final class Origin {
    private final ProcessorRecordContext context;

    private Origin(ProcessorRecordContext context) {
      this.context = context;
    }

    /** What Kafka Streams keeps of the record for a dead letter: its key, value and headers. */
    public long bytes() {
      long bytes = length(context.sourceRawKey()) + length(context.sourceRawValue());
      for (Header header : context.headers()) {
        bytes += header.key().length() + length(header.value());
      }
      return bytes;
    }

    private static long length(byte[] bytes) {
      return bytes == null ? 0 : bytes.length;
    }
  }

  private final InternalProcessorContext<?, ?> context;
  private final ProcessorNode<?, ?, ?, ?> node;

  private NodeScope(InternalProcessorContext<?, ?> context) {
    this.context = context;
    this.node = context.currentNode();
  }

  public static NodeScope of(ProcessorContext<?, ?> context) {
    return new NodeScope((InternalProcessorContext<?, ?>) context);
  }

  public String nodeName() {
    return node.name();
  }

  /** The origin of the record that is being processed. */
  public Origin origin() {
    return new Origin(context.recordContext());
  }

  /** Runs what forwards, as this node and on behalf of the record from {@code origin}. */
  public void run(Origin origin, Runnable forwarding) {
    ProcessorNode<?, ?, ?, ?> nodeBefore = context.currentNode();
    ProcessorRecordContext contextBefore = context.recordContext();
    try {
      context.setCurrentNode(node);
      context.setRecordContext(origin.context);
      forwarding.run();
    } finally {
      context.setCurrentNode(nodeBefore);
      context.setRecordContext(contextBefore);
    }
  }
}
