package io.contrastream.index;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.contrastream.neighbours.search.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a search answers.
 *
 * @param imageId of the image, caption or sound whose neighbours these are; null for a vector
 * @param modality of that input, else null
 * @param space of all vectors
 * @param indexed number of embeddings searched
 * @param partial whether neighbours may be missing, because an index still fills up or an instance
 *     did not answer
 * @param missing the instances that did not answer, or not in whole
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Answer(
    String imageId,
    String modality,
    String space,
    long indexed,
    boolean partial,
    List<Missing> missing,
    List<Found> neighbours) {

  /**
   * An instance whose share of the answer is missing.
   *
   * @param peer its address
   */
  record Missing(String peer, String reason) {}

  /** An instance's answer: either is null. */
  record Reply(Answer answer, Missing missing) {}

  /** Whether another instance has sent what an index sends. */
  boolean isValid(String wantedSpace) {
    return wantedSpace.equals(space)
        && indexed >= 0
        && neighbours != null
        && neighbours.stream().allMatch(Answer::isValid);
  }

  private static boolean isValid(Found each) {
    return each != null
        && each.imageId() != null
        && each.modality() != null
        && Math.abs(each.cosine()) <= 1;
  }

  /**
   * Adds what others have found.
   *
   * @param count of neighbours of each modality
   */
  Answer with(List<Reply> replies, int count) {
    List<Missing> absent = new ArrayList<>();
    List<Found> all = new ArrayList<>(neighbours);
    long searched = indexed;
    for (Reply reply : replies) {
      if (reply.missing() != null) {
        absent.add(reply.missing());
      }
      if (reply.answer() != null) {
        all.addAll(reply.answer().neighbours());
        searched += reply.answer().indexed();
      }
    }
    return new Answer(
        imageId,
        modality,
        space,
        searched,
        partial || !absent.isEmpty(),
        absent,
        nearest(all, count));
  }

  /** An input that two instances have, because a partition changed hands, counts once. */
  private static List<Found> nearest(List<Found> all, int count) {
    Map<String, Integer> counts = new HashMap<>();
    Set<List<String>> seen = new HashSet<>();
    return all.stream()
        .sorted(Comparator.comparingDouble(Found::cosine).reversed())
        .filter(each -> seen.add(List.of(each.modality(), each.imageId())))
        .filter(each -> counts.merge(each.modality(), 1, Integer::sum) <= count)
        .toList();
  }
}
