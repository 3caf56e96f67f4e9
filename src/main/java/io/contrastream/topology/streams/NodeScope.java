package io.contrastream.topology.streams;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;

/**
 * Lets a processor forward results later, outside {@code process}. Kafka Streams takes the sender
 * from its current node, which is none before a commit, and topic, partition and offset from its
 * current record, which by then is another one.
 *
 * <p>Created in {@link org.apache.kafka.streams.processor.api.Processor#init}.
 */
public final class NodeScope {

  /** A record's topic, partition, offset, timestamp and headers, and its raw key and value. */
  public static final class Origin {
    private final ProcessorRecordContext context;

    private Origin(ProcessorRecordContext context) {
      this.context = context;
    }

    public TopicPartition partition() {
      return new TopicPartition(context.topic(), context.partition());
    }

    public long offset() {
      return context.offset();
    }

    /** Returns the size of what is kept of the record for a dead letter. */
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

  /** Returns the scope of the node that is being initialized. */
  public static NodeScope of(ProcessorContext<?, ?> context) {
    return new NodeScope((InternalProcessorContext<?, ?>) context);
  }

  public String nodeName() {
    return node.name();
  }

  /** Returns the origin of the record that is being processed. */
  public Origin origin() {
    return new Origin(context.recordContext());
  }

  /** Runs {@code forwarding} as this node and on behalf of the record from {@code origin}. */
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
