package io.contrastream.index;

import io.contrastream.neighbours.Entry;

/** A change of the indexes. */
public sealed interface Change {

  /** An embedding is added, in place of an earlier one of the same input. */
  record Put(String space, Entry entry) implements Change {}

  /** What was embedded under a key is deleted, in all spaces. */
  record Delete(String key) implements Change {}

  /** Searches are answered from a space from now on. */
  record Serve(String space) implements Change {}

  /** A space is not indexed, or no longer: embeddings of it are left out. */
  record Drop(String space) implements Change {}
}
