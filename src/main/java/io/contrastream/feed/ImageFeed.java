package io.contrastream.feed;

import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/**
 * Sends the digits of a source to the images topic, optionally at a fixed rate. One thread calls
 * {@link #run}; any thread may call {@link #sent} and {@link #stop}.
 */
public final class ImageFeed implements Runnable {
  private static final long MAX_LATENESS_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * How many images to send, and how.
   *
   * @param images total number; a smaller source is repeated
   * @param perSecond images per second; 0 for as fast as Kafka accepts them
   * @param paired whether to send pairs: an anchor and one contrastive example
   */
  public record Plan(long images, double perSecond, boolean paired) {}

  /**
   * Which source the digits come from: {@code first}, and from an image on {@code later}.
   *
   * @param changesAt index of the first image of {@code later}, from 0; even, so as not to split a
   *     pair
   */
  public record Schedule(DigitSource first, DigitSource later, long changesAt) {

    /** Returns a schedule that never changes the source. */
    public static Schedule constant(DigitSource source) {
      return new Schedule(source, source, Long.MAX_VALUE);
    }
  }

  private final Schedule schedule;
  private final long seed;
  private final Plan plan;
  private final ImageProducer producer;
  private final LongPredicate mustWait;
  private long dueNs;
  private volatile long sent;
  private volatile boolean stopped;

  /**
   * @param seed selects the contrastive examples
   * @param producer remains open when the feed ends
   */
  public ImageFeed(DigitSource source, long seed, Plan plan, ImageProducer producer) {
    this(Schedule.constant(source), seed, plan, producer, images -> false);
  }

  /**
   * @param mustWait given the number of images sent, whether to wait for the consumers to catch up
   */
  public ImageFeed(
      Schedule schedule, long seed, Plan plan, ImageProducer producer, LongPredicate mustWait) {
    this.schedule = schedule;
    this.mustWait = mustWait;
    this.seed = seed;
    this.plan = plan;
    this.producer = producer;
  }

  public long total() {
    return plan.images();
  }

  /** Returns the number of images handed to the producer so far. */
  public long sent() {
    return sent;
  }

  /** Makes {@link #run} return after the current image or pair. */
  public void stop() {
    stopped = true;
  }

  /**
   * Sends the images and returns when all are in the topic. With pairs, an odd last one is sent
   * alone.
   */
  @Override
  public void run() {
    dueNs = System.nanoTime();
    feed(schedule.first(), Math.min(schedule.changesAt(), plan.images()));
    feed(schedule.later(), plan.images());
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
      waitForConsumers();
    }
  }

  private void waitForConsumers() {
    while (!stopped && mustWait.test(sent)) {
      LockSupport.parkNanos(POLL_NS);
    }
  }

  /** Waits until the next image is due. After a delay, at most one second is caught up. */
  private void keepPace(long images) {
    if (plan.perSecond() > 0) {
      dueNs += (long) (images / plan.perSecond() * TimeUnit.SECONDS.toNanos(1));
      dueNs = Math.max(dueNs, System.nanoTime() - MAX_LATENESS_NS);
      while (!stopped && System.nanoTime() < dueNs) {
        LockSupport.parkNanos(dueNs - System.nanoTime());
      }
    }
  }
}
