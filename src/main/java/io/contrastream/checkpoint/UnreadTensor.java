package io.contrastream.checkpoint;

/**
 * A tensor in PyTorch's files, or its storage, whose numbers can't be read; it does no harm beside
 * the weights.
 *
 * @param type name of PyTorch's storage
 */
record UnreadTensor(String type) {}
