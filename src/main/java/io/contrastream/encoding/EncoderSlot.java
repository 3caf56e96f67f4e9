package io.contrastream.encoding;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Owns the active encoder, lends it out, and replaces it while it is in use. A replaced encoder is
 * freed when its last borrower returns it, on that borrower's thread: if it were freed while
 * another thread embeds, the whole process would crash. Any number of threads may borrow while one
 * swaps.
 */
public final class EncoderSlot<I> implements AutoCloseable {
  private volatile Shared<I> active;
  private boolean closed;

  public EncoderSlot(Encoder<I> first) {
    active = new Shared<>(first);
  }

  /** Returns the id of the weights that the next borrower gets. */
  public String checkpointId() {
    return active.encoder.checkpointId();
  }

  /**
   * Borrows the active encoder, without waiting. Keep the loan for one batch: a replaced encoder
   * keeps its memory until all its loans are closed.
   *
   * @throws IllegalStateException if the slot is closed
   */
  public Encoder<I> acquire() {
    while (true) {
      Shared<I> shared = active;
      if (shared.enter()) {
        return new Loan<>(shared);
      }
      if (shared == active) {
        throw new IllegalStateException("The encoder's slot is closed: nothing can be embedded");
      }
    }
  }

  /**
   * Makes {@code next} the active encoder. Borrowers of the old one keep it until they return it.
   *
   * @param next loaded and warmed up; owned by the slot, and freed at once if the slot is closed
   */
  public synchronized void swap(Encoder<I> next) {
    if (closed) {
      next.close();
      throw new IllegalStateException("The encoder's slot is closed: it takes no other encoder");
    }
    Shared<I> old = active;
    active = new Shared<>(next);
    old.leave();
  }

  /** Stops lending; the encoder is freed when its last borrower returns it. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      active.leave();
    }
  }

  /**
   * An encoder and the number of its users. The slot is one of them while the encoder is active.
   */
  private static final class Shared<I> {
    private final Encoder<I> encoder;
    private final AtomicInteger users = new AtomicInteger(1);

    Shared(Encoder<I> encoder) {
      this.encoder = encoder;
    }

    /** Adds a user; returns false if the last one has left. */
    boolean enter() {
      return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    void leave() {
      if (users.decrementAndGet() == 0) {
        encoder.close();
      }
    }
  }

  private static final class Loan<I> implements Encoder<I> {
    private final Shared<I> shared;
    private final AtomicBoolean returned = new AtomicBoolean();

    Loan(Shared<I> shared) {
      this.shared = shared;
    }

    @Override
    public EncoderSpec spec() {
      return shared.encoder.spec();
    }

    @Override
    public String checkpointId() {
      return shared.encoder.checkpointId();
    }

    @Override
    public float[][] embed(List<I> inputs) {
      if (returned.get()) {
        throw new IllegalStateException("This encoder was returned: borrow it again to embed");
      }
      return shared.encoder.embed(inputs);
    }

    @Override
    public void close() {
      if (returned.compareAndSet(false, true)) {
        shared.leave();
      }
    }
  }
}
