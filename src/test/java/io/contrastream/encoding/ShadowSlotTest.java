package io.contrastream.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whatever ends a trial frees its candidate's model, once, and never under a borrower. */
class ShadowSlotTest {
  private static final ShadowTrial TRIAL = new ShadowTrial("candidate", "active", 1);
  private static final ShadowTrial NEXT = new ShadowTrial("next", "active", 1);

  private final FakeModel model = new FakeModel("candidate");
  private final FakeModel next = new FakeModel("next");
  private final ShadowSlot slot = new ShadowSlot();

  @Test
  void shouldFreeTheModelAtTheEnd() {
    slot.begin(TRIAL, model);

    slot.end();
    slot.end();

    assertThat(model.timesFreed).hasValue(1);
    assertThat(slot.acquire("active")).isEmpty();
  }

  @Test
  void shouldFreeTheModelWhenTheNextTrialBegins() {
    slot.begin(TRIAL, model);

    slot.begin(NEXT, next);

    assertThat(model.timesFreed).hasValue(1);
    assertThat(next.timesFreed).hasValue(0);
    try (ShadowSlot.Loan loan = slot.acquire("active").orElseThrow()) {
      assertThat(loan.trial()).isEqualTo(NEXT);
    }
  }

  @Test
  void shouldFreeAModelThatFailsAndTellWhy() {
    slot.begin(TRIAL, model);

    slot.fail(TRIAL, "no memory");

    assertThat(model.timesFreed).hasValue(1);
    assertThat(slot.acquire("active")).isEmpty();
    assertThat(slot.failure()).contains(new ShadowSlot.Failure(TRIAL, "no memory"));
  }

  @Test
  void shouldNotEndTheNextTrialForAFailureOfTheLast() {
    slot.begin(TRIAL, model);
    slot.begin(NEXT, next);

    slot.fail(TRIAL, "no memory");

    assertThat(next.timesFreed).hasValue(0);
    assertThat(slot.failure()).isEmpty();
  }

  @Test
  void shouldFreeAModelThatComesAfterTheClose() {
    slot.close();

    slot.begin(TRIAL, model);

    assertThat(model.timesFreed).hasValue(1);
    assertThat(slot.acquire("active")).isEmpty();
  }

  @Test
  void shouldFreeALentModelWhenItIsReturned() {
    slot.begin(TRIAL, model);
    ShadowSlot.Loan loan = slot.acquire("active").orElseThrow();

    slot.end();

    assertThat(model.timesFreed).hasValue(0);
    loan.close();
    assertThat(model.timesFreed).hasValue(1);
  }
}
