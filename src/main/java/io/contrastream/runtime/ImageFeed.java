package io.contrastream.runtime;

import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Feeds a source into the images topic, at a steady rate if asked. {@link #run} on one thread,
 * {@link #sent} and {@link #stop} on any.
 */
public final class ImageFeed implements Runnable {

  /**
   * What is fed.
   *
   * @param images how many in all; the source begins anew where it has fewer
   * @param perSecond images a second; 0 for as fast as Kafka takes them
   * @param paired whether they come as anchors with one contrastive example each
   */
  public record Plan(long images, double perSecond, boolean paired) {}

  private final DigitSource source;
  private final long seed;
  private final Plan plan;
  private final ImageProducer producer;
  private volatile long sent;
  private volatile boolean stopped;

  /**
   * @param seed of the choice of contrastive examples
   * @param producer stays the caller's, to close
   */
  public ImageFeed(DigitSource source, long seed, Plan plan, ImageProducer producer) {
    this.source = source;
    this.seed = seed;
    this.plan = plan;
    this.producer = producer;
  }

  /** How many images are planned. */
  public long total() {
    return plan.images();
  }

  /** Images handed to the producer so far. */
  public long sent() {
    return sent;
  }

  /** Ends {@link #run} after the image or pair in hand. */
  public void stop() {
    stopped = true;
  }

  /** Ends when all is in the topic. An odd image at the end of pairs stands alone. */
  @Override
  public void run() {
    DigitPairs pairs = plan.paired() && plan.images() > 1 ? new DigitPairs(source, seed) : null;
    long startNs = System.nanoTime();
    while (!stopped && sent < plan.images()) {
      if (pairs != null && sent + 1 < plan.images()) {
        producer.send(pairs.pair(sent / 2));
      } else {
        producer.send(source.get((int) (sent % source.size())));
      }
      sent = producer.sent();
      keepPace(startNs);
    }
    producer.flush();
  }

  private void keepPace(long startNs) {
    if (plan.perSecond() > 0) {
      long dueNs = startNs + (long) (sent / plan.perSecond() * TimeUnit.SECONDS.toNanos(1));
      for (long left = dueNs - System.nanoTime();
          left > 0 && !stopped;
          left = dueNs - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
  }
}
