package io.contrastream.feed;

import io.contrastream.image.DigitSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Sends the inputs of sequences to their topics, optionally at a fixed rate. One thread calls
 * {@link #run}; any thread may call {@link #sent} and {@link #stop}.
 */
public final class InputFeed implements Runnable {
  private static final long MAX_LATENESS_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * How many inputs to send, and how fast.
   *
   * @param images total number of images or, of a sequence without images, of pairs
   * @param perSecond number of them per second; 0 for as fast as Kafka accepts them
   */
  public record Plan(long images, double perSecond) {}

  /**
   * What to send: {@code first}, and from an image on {@code later}.
   *
   * @param rest single images, if fewer are left than a step has
   * @param changesAt index of the first image of {@code later}, from 0; so as not to split a step
   */
  public record Schedule(
      InputSequence first, InputSequence later, InputSequence rest, long changesAt) {

    /** Returns a schedule that never changes the sequence. */
    public static Schedule constant(InputSequence sequence, InputSequence rest) {
      return new Schedule(sequence, sequence, rest, Long.MAX_VALUE);
    }

    /** Returns a schedule of pairs of images. */
    public static Schedule ofPairs(DigitSource source, long seed) {
      return constant(InputSequence.pairs(source, seed), InputSequence.singles(source));
    }

    /** Returns a schedule of single images. */
    public static Schedule ofSingles(DigitSource source) {
      InputSequence singles = InputSequence.singles(source);
      return constant(singles, singles);
    }
  }

  private final Schedule schedule;
  private final Plan plan;
  private final InputProducer producer;
  private final Predicate<InputProducer.Sent> mustWait;
  private long dueNs;
  private volatile long sent;
  private volatile boolean stopped;

  /**
   * @param producer remains open when the feed ends
   */
  public InputFeed(Schedule schedule, Plan plan, InputProducer producer) {
    this(schedule, plan, producer, soFar -> false);
  }

  /**
   * @param mustWait given what was sent, whether to wait for the consumers to catch up
   */
  public InputFeed(
      Schedule schedule,
      Plan plan,
      InputProducer producer,
      Predicate<InputProducer.Sent> mustWait) {
    this.schedule = schedule;
    this.mustWait = mustWait;
    this.plan = plan;
    this.producer = producer;
  }

  public long total() {
    return plan.images();
  }

  /** Returns the number of inputs of the plan handed to the producer so far. */
  public long sent() {
    return sent;
  }

  /** Makes {@link #run} return after the current step. */
  public void stop() {
    stopped = true;
  }

  /** Sends the inputs and returns when all are in their topics. */
  @Override
  public void run() {
    dueNs = System.nanoTime();
    feed(schedule.first(), Math.min(schedule.changesAt(), plan.images()));
    feed(schedule.later(), plan.images());
    producer.flush();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // a single thread writes it
  private void feed(InputSequence sequence, long end) {
    while (!stopped && sent < end) {
      InputSequence next = end - sent >= sequence.size() ? sequence : schedule.rest();
      next.send(sent, producer);
      sent += next.size();
      keepPace(next.size());
      waitForConsumers();
    }
  }

  private void waitForConsumers() {
    while (!stopped && mustWait.test(producer.sent())) {
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
