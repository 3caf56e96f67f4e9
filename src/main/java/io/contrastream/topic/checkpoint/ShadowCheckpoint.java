package io.contrastream.topic.checkpoint;

import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.Shadow;
import java.util.List;
import java.util.Optional;

/**
 * The candidate in the shadow: processors embed a share of the live pairs with it, too, to compare
 * its loss with that of the active checkpoint.
 *
 * @param activeId the checkpoint that it is compared with
 * @param generation of the announcement that activated that one; 0 if there was none
 * @param by the trainer that made it, and decides about it
 * @param reason what the gate said about it
 * @param lossOffsets for each partition of the loss topic, the first offset that can hold its
 *     windows
 * @param refusal why a processor can't use it, which ends it; empty if none has said so
 */
public record ShadowCheckpoint(
    String id,
    String activeId,
    long generation,
    Terms terms,
    String by,
    String reason,
    List<Long> lossOffsets,
    Optional<String> refusal) {

  /**
   * What its trial takes.
   *
   * @param share of the live pairs, above 0 to 1
   * @param pairs number of pairs with a target after which it is promoted or refused
   * @param untilMs when it ends at the latest, milliseconds since 1970 UTC
   */
  public record Terms(double share, long pairs, long untilMs) {}

  public ShadowCheckpoint {
    lossOffsets = List.copyOf(lossOffsets);
  }

  /** Whether processors embed with it at this time. */
  public boolean isOpen(long nowMs) {
    return refusal.isEmpty() && nowMs < terms.untilMs;
  }

  /** Returns this candidate with a processor's refusal, which ends its trial. */
  public ShadowCheckpoint refused(String why) {
    return new ShadowCheckpoint(
        id, activeId, generation, terms, by, reason, lossOffsets, Optional.of(why));
  }

  static ShadowCheckpoint of(ModelCheckpoint record) {
    Shadow shadow = record.getShadow();
    return new ShadowCheckpoint(
        record.getCheckpointId(),
        shadow.getActiveId(),
        shadow.getGeneration(),
        new Terms(shadow.getShare(), shadow.getPairs(), shadow.getUntilMs()),
        shadow.getBy(),
        shadow.getReason(),
        shadow.getLossOffsets(),
        Optional.ofNullable(shadow.getRefusal()));
  }

  ModelCheckpoint toRecord(String model) {
    return ModelCheckpoint.newBuilder()
        .setModel(model)
        .setCheckpointId(id)
        .setAtMs(System.currentTimeMillis())
        .setShadow(
            new Shadow(
                activeId,
                generation,
                terms.share,
                terms.pairs,
                terms.untilMs,
                by,
                reason,
                lossOffsets,
                refusal.orElse(null)))
        .build();
  }
}
