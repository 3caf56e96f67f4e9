package io.contrastream.encoding;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Owns the model of the candidate in the shadow, if there is one, and lends it to any number of
 * threads, while another begins and ends trials. Its faults are kept apart from the active model: a
 * borrower whose batch fails reports that here and goes on without it.
 */
public final class ShadowSlot implements AutoCloseable {
  private record Held(ShadowTrial trial, ModelSlot model) {}

  /** A trial whose model has failed. */
  public record Failure(ShadowTrial trial, String reason) {}

  /** The model on loan for one batch. */
  public record Loan(ShadowTrial trial, Model model) implements AutoCloseable {
    @Override
    public void close() {
      model.close();
    }
  }

  private final LongAdder embedded = new LongAdder();
  private volatile Held held;
  private Failure failure;
  private boolean closed;

  /**
   * Borrows the model, without waiting; empty if there is none that is compared with this active
   * checkpoint.
   */
  public Optional<Loan> acquire(String activeId) {
    Held now = held;
    return now == null || !now.trial.activeId().equals(activeId)
        ? Optional.empty()
        : now.model.tryAcquire().map(model -> new Loan(now.trial, model));
  }

  /** Counts inputs that were embedded in the shadow. */
  public void count(int inputs) {
    embedded.add(inputs);
  }

  /** Returns how many inputs were embedded in the shadow since the start. */
  public long embedded() {
    return embedded.sum();
  }

  /**
   * Begins a trial in place of the one before.
   *
   * @param model loaded and warmed up; owned by the slot, and freed at once if the slot is closed
   */
  public synchronized void begin(ShadowTrial trial, Model model) {
    end();
    if (closed) {
      model.close();
    } else {
      held = new Held(trial, new ModelSlot(model));
    }
  }

  /** Ends the trial; the model is freed when its last borrower returns it. */
  public synchronized void end() {
    Held old = held;
    held = null;
    failure = null;
    if (old != null) {
      old.model.close();
    }
  }

  /** Ends a trial whose model has failed, unless another has begun; {@link #failure} tells it. */
  public synchronized void fail(ShadowTrial trial, String reason) {
    if (held != null && held.trial.equals(trial)) {
      end();
      failure = new Failure(trial, reason);
    }
  }

  /** Returns the failure that ended the last trial; empty after the next has begun or ended. */
  public synchronized Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public synchronized void close() {
    closed = true;
    end();
  }
}
