package io.contrastream.encoding;

import io.contrastream.network.LoadedModel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds the active model, lends it out, and changes it while it is in use. A model that has been
 * swapped out is freed when its last borrower has given it back, on that borrower's thread: freeing
 * it while another thread predicts would bring down the whole process.
 *
 * <p>Threads: any number may borrow while one swaps.
 */
public final class ModelSlot implements AutoCloseable {
  private volatile Shared active;
  private boolean closed;

  /**
   * @param first is the slot's from now on
   */
  public ModelSlot(LoadedModel first) {
    active = new Shared(first);
  }

  /** Names the weights that the next borrower gets. */
  public String checkpointId() {
    return active.model.checkpointId();
  }

  /**
   * Borrows the active model, without waiting. Keep it for a batch, not for long: its memory stays
   * until it is closed.
   *
   * @throws IllegalStateException where the slot is closed
   */
  public Embedder acquire() {
    while (true) {
      Shared shared = active;
      if (shared.enter()) {
        return new Loan(shared);
      }
      if (shared == active) {
        throw new IllegalStateException("The slot of the model is closed: nothing can be embedded");
      }
    }
  }

  /**
   * Makes {@code next} the active model; those who have borrowed the old one keep it until they
   * give it back.
   *
   * @param next ready and warmed up; is the slot's from now on, and freed at once where the slot is
   *     closed
   */
  public synchronized void swap(LoadedModel next) {
    if (closed) {
      next.close();
      throw new IllegalStateException("The slot of the model is closed: it takes no other");
    }
    Shared old = active;
    active = new Shared(next);
    old.leave();
  }

  /** Lends no more; the model is freed when its last borrower has given it back. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      active.leave();
    }
  }

  /** A model and the number of its users; the slot itself is one while the model is active. */
  private static final class Shared {
    private final LoadedModel model;
    private final AtomicInteger users = new AtomicInteger(1);

    Shared(LoadedModel model) {
      this.model = model;
    }

    /** Joins the users, unless the last has left. */
    boolean enter() {
      return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    void leave() {
      if (users.decrementAndGet() == 0) {
        model.close();
      }
    }
  }

  private static final class Loan implements Embedder {
    private final Shared shared;
    private final AtomicBoolean returned = new AtomicBoolean();

    Loan(Shared shared) {
      this.shared = shared;
    }

    @Override
    public String checkpointId() {
      return shared.model.checkpointId();
    }

    @Override
    public int dimension() {
      return shared.model.dimension();
    }

    @Override
    public float[][] embed(List<byte[]> images) {
      if (returned.get()) {
        throw new IllegalStateException("This model was given back: borrow it again to embed");
      }
      return shared.model.embed(images);
    }

    @Override
    public void close() {
      if (returned.compareAndSet(false, true)) {
        shared.leave();
      }
    }
  }
}
