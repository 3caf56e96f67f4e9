package io.contrastream.encoding;

import io.contrastream.caption.Caption;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Owns the active model, lends it out, and replaces it while it is in use. A replaced model is
 * freed when its last borrower returns it, on that borrower's thread: if it were freed while
 * another thread embeds, the whole process would crash. Any number of threads may borrow while one
 * swaps.
 */
public final class ModelSlot implements AutoCloseable {
  private volatile Shared active;
  private boolean closed;

  public ModelSlot(Model first) {
    active = new Shared(first);
  }

  /** Returns the id of the weights that the next borrower gets. */
  public String checkpointId() {
    return active.model.checkpointId();
  }

  /** Returns the space of the vectors that the next borrower computes. */
  public String spaceId() {
    return active.model.spaceId();
  }

  /**
   * Borrows the active model, without waiting. Keep the loan for one batch: a replaced model keeps
   * its memory until all its loans are closed.
   *
   * @throws IllegalStateException if the slot is closed
   */
  public Model acquire() {
    return tryAcquire()
        .orElseThrow(
            () -> new IllegalStateException("The model's slot is closed: nothing can be embedded"));
  }

  /** Like {@link #acquire}, but empty if the slot is closed. */
  Optional<Model> tryAcquire() {
    while (true) {
      Shared shared = active;
      if (shared.enter()) {
        return Optional.of(new Loan(shared));
      }
      if (shared == active) {
        return Optional.empty();
      }
    }
  }

  /**
   * Makes {@code next} the active model. Borrowers of the old one keep it until they return it.
   *
   * @param next loaded and warmed up; owned by the slot, and freed at once if the slot is closed
   */
  public synchronized void swap(Model next) {
    if (closed) {
      next.close();
      throw new IllegalStateException("The model's slot is closed: it takes no other model");
    }
    Shared old = active;
    active = new Shared(next);
    old.leave();
  }

  /** Stops lending; the model is freed when its last borrower returns it. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      active.leave();
    }
  }

  /** A model and the number of its users. The slot is one of them while the model is active. */
  private static final class Shared {
    private final Model model;
    private final AtomicInteger users = new AtomicInteger(1);

    Shared(Model model) {
      this.model = model;
    }

    /** Adds a user; returns false if the last one has left. */
    boolean enter() {
      return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    void leave() {
      if (users.decrementAndGet() == 0) {
        model.close();
      }
    }
  }

  private static final class Loan implements Model {
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
    public String spaceId() {
      return shared.model.spaceId();
    }

    @Override
    public boolean has(Modality modality) {
      return shared.model.has(modality);
    }

    @Override
    public Encoder<byte[]> images() {
      return new Lent<>(shared.model.images(), this);
    }

    @Override
    public Encoder<Caption> captions() {
      return new Lent<>(shared.model.captions(), this);
    }

    @Override
    public Encoder<Sound> sounds() {
      return new Lent<>(shared.model.sounds(), this);
    }

    @Override
    public void close() {
      if (returned.compareAndSet(false, true)) {
        shared.leave();
      }
    }
  }

  /** An encoder of a loan, which embeds nothing after the loan's return. */
  private record Lent<I>(Encoder<I> encoder, Loan loan) implements Encoder<I> {
    @Override
    public EncoderSpec spec() {
      return encoder.spec();
    }

    @Override
    public String checkpointId() {
      return encoder.checkpointId();
    }

    @Override
    public float[][] embed(List<I> inputs) {
      if (loan.returned.get()) {
        throw new IllegalStateException("This model was returned: borrow it again to embed");
      }
      return encoder.embed(inputs);
    }

    @Override
    public void close() {
      loan.close();
    }
  }
}
