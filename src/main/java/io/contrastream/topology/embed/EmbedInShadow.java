package io.contrastream.topology.embed;

import io.contrastream.encoding.ShadowSlot;
import io.contrastream.encoding.ShadowTrial;
import io.contrastream.schema.ImageRole;
import io.contrastream.topic.InputRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds the inputs of a batch that belong to the candidate's share with the candidate in the
 * shadow, too. Whatever fails ends the trial, and costs neither an input nor its embedding.
 */
record EmbedInShadow(ShadowSlot shadow) {
  private static final Logger LOG = LoggerFactory.getLogger(EmbedInShadow.class);

  /**
   * @param embedded by the active checkpoint; at least one, all of the same modality
   * @return the same, some of them with the candidate's vector
   */
  List<EmbeddedInput> addTo(List<EmbeddedInput> embedded) {
    return shadow
        .acquire(embedded.get(0).checkpointId())
        .map(loan -> addTo(embedded, loan))
        .orElse(embedded);
  }

  private List<EmbeddedInput> addTo(List<EmbeddedInput> embedded, ShadowSlot.Loan loan) {
    try (loan) {
      int[] chosen =
          IntStream.range(0, embedded.size())
              .filter(i -> isChosen(embedded.get(i).input(), loan))
              .toArray();
      return chosen.length == 0 ? embedded : addTo(embedded, chosen, loan);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      LOG.warn("The candidate {} in the shadow fails", loan.trial().candidateId(), e);
      shadow.fail(loan.trial(), String.valueOf(e.getMessage()));
      return embedded;
    }
  }

  private List<EmbeddedInput> addTo(
      List<EmbeddedInput> embedded, int[] chosen, ShadowSlot.Loan loan) {
    List<InputRecord> inputs = IntStream.of(chosen).mapToObj(i -> embedded.get(i).input()).toList();
    float[][] vectors = EmbedInputs.vectors(loan.model(), inputs);
    List<EmbeddedInput> all = new ArrayList<>(embedded);
    for (int i = 0; i < chosen.length; i++) {
      ShadowVector vector = new ShadowVector(loan.trial().candidateId(), vectors[i]);
      all.set(chosen[i], all.get(chosen[i]).withShadow(vector));
    }
    shadow.count(chosen.length);
    return all;
  }

  /** Without a label, a pair has no loss. */
  private static boolean isChosen(InputRecord input, ShadowSlot.Loan loan) {
    ShadowTrial trial = loan.trial();
    return input.role() != ImageRole.SINGLE
        && input.label() != null
        && loan.model().has(input.modality())
        && trial.includes(input.pairId());
  }
}
