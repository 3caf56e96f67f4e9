package io.contrastream.encoding;

/** A kind of input. Each modality has an input type and an encoder of its own. */
public enum Modality {
  IMAGE,
  CAPTION,
  SOUND
}
