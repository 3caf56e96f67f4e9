package io.contrastream.training.across;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How well inputs of one modality find those of another by cosine similarity.
 *
 * @param soundNearestCentre share of sounds whose nearest mean vector of a digit's images is that
 *     of their own digit; null without sounds, as are the other figures of sounds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AcrossReport(
    int images,
    Integer sounds,
    Integer captions,
    Search soundToImage,
    Search imageToSound,
    Search captionToImage,
    Search imageToCaption,
    Double soundNearestCentre,
    Double captionNearestCentre) {

  /**
   * Search for the nearest inputs of another modality.
   *
   * @param r1 share of queries whose nearest one has the same label
   * @param p10 mean share of the ten nearest that have the query's label
   */
  public record Search(double r1, double p10) {}
}
