package io.contrastream.checkpoint;

/**
 * A tensor in PyTorch's files, or its storage, whose numbers can't be read; it does no harm beside
 * the weights.
 *
 * @param reason why, and what to do if that helps; a clause that follows the tensor's name
 */
record UnreadTensor(String reason) {
  /** A tensor with metadata, which say what has yet to be done with its numbers. */
  static final UnreadTensor PENDING =
      new UnreadTensor(
          "is saved with metadata, such as a pending negation, which would be lost: call"
              + " resolve_neg() on it first");

  static UnreadTensor ofType(String storage) {
    return new UnreadTensor(
        "has numbers of type %s, which can't be read"
            .formatted(CheckpointException.quoted("torch." + storage)));
  }
}
