package io.contrastream.feed;

import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/**
 * Feeds a source into the images topic, at a steady rate if asked. {@link #run} on one thread,
 * {@link #sent} and {@link #stop} on any.
 */
public final class ImageFeed implements Runnable {
  private static final long MOST_LATE_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * What is fed.
   *
   * @param images how many in all; the source begins anew where it has fewer
   * @param perSecond images a second; 0 for as fast as Kafka takes them
   * @param paired whether they come as anchors with one contrastive example each
   */
  public record Plan(long images, double perSecond, boolean paired) {}

  /**
   * Which digits are fed.
   *
   * @param later takes the place of {@code first}
   * @param changesAt number of the first image of {@code later}, from 0; even, for pairs
   */
  public record Course(DigitSource first, DigitSource later, long changesAt) {

    /** The same source all the time. */
    public static Course steady(DigitSource source) {
      return new Course(source, source, Long.MAX_VALUE);
    }
  }

  private final Course course;
  private final long seed;
  private final Plan plan;
  private final ImageProducer producer;
  private final LongPredicate ahead;
  private long dueNs;
  private volatile long sent;
  private volatile boolean stopped;

  /**
   * @param seed of the choice of contrastive examples
   * @param producer stays the caller's, to close
   */
  public ImageFeed(DigitSource source, long seed, Plan plan, ImageProducer producer) {
    this(Course.steady(source), seed, plan, producer, images -> false);
  }

  /**
   * @param ahead whether the feed, with so many images sent, must wait for those who come after it
   */
  public ImageFeed(
      Course course, long seed, Plan plan, ImageProducer producer, LongPredicate ahead) {
    this.course = course;
    this.ahead = ahead;
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
    dueNs = System.nanoTime();
    feed(course.first(), Math.min(course.changesAt(), plan.images()));
    feed(course.later(), plan.images());
    producer.flush();
  }

  private void feed(DigitSource source, long end) {
    DigitPairs pairs = plan.paired() && end - sent > 1 ? new DigitPairs(source, seed) : null;
    while (!stopped && sent < end) {
      if (pairs != null && sent + 1 < plan.images()) {
        producer.send(pairs.pair(sent / 2));
      } else {
        producer.send(source.get((int) (sent % source.size())));
      }
      long before = sent;
      sent = producer.sent();
      keepPace(sent - before);
      waitForOthers();
    }
  }

  private void waitForOthers() {
    while (!stopped && ahead.test(sent)) {
      LockSupport.parkNanos(WAIT_NS);
    }
  }

  /** Of what a wait for Kafka or others has made late, a second is caught up with, not more. */
  private void keepPace(long images) {
    if (plan.perSecond() > 0) {
      dueNs += (long) (images / plan.perSecond() * TimeUnit.SECONDS.toNanos(1));
      dueNs = Math.max(dueNs, System.nanoTime() - MOST_LATE_NS);
      for (long left = dueNs - System.nanoTime();
          left > 0 && !stopped;
          left = dueNs - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
  }
}
