package io.contrastream.neighbours;

import io.contrastream.schema.Modality;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is known of the indexed embeddings besides their vectors, by row: arrays rather than an
 * object for each, to save memory. Numbers of deleted rows are used again. Not thread-safe.
 */
final class Rows {
  private static final int NONE = -1;
  static final int UNLABELLED = Integer.MIN_VALUE;

  /** Of a row in all arrays, with compressed references. */
  private static final int ROW_BYTES = 11 * Integer.BYTES + Long.BYTES;

  /** Of a row with an id and a key of 20 bytes each, the tables, and room to grow. */
  static final int USUAL_BYTES = 140;

  private static final int ARRAY_HEADER = 20; // with what it is rounded up by

  private final RowTable byId = new RowTable(this::idHash);
  private final RowTable byKey = new RowTable(this::keyHash);

  /** The id and then the key, in UTF-8. */
  private byte[][] names = new byte[0][];

  private int[] idLengths = new int[0];
  private Modality[] modalities = new Modality[0];
  private int[] labels = new int[0];
  private long[] producedMs = new long[0];
  private Ball[] balls = new Ball[0];
  private int[] places = new int[0];

  /** By age; of a row that is free, the next free one is the newer. */
  private int[] older = new int[0];

  private int[] newer = new int[0];

  /** Rows of the same key form a ring, so that many can have one. */
  private int[] nextOfKey = new int[0];

  private int[] previousOfKey = new int[0];

  private int oldest = NONE;
  private int newest = NONE;
  private int free = NONE;
  private int used;
  private int size;
  private long nameBytes;

  int size() {
    return size;
  }

  /** Adds an entry as the newest; its id must not be in the table. */
  int add(Entry entry) {
    int row = take();
    byte[] id = utf8(entry.id());
    byte[] key = entry.key() == null ? new byte[0] : utf8(entry.key());
    names[row] = Arrays.copyOf(id, id.length + key.length);
    System.arraycopy(key, 0, names[row], id.length, key.length);
    nameBytes += names[row].length;
    idLengths[row] = id.length;
    modalities[row] = entry.modality();
    labels[row] = entry.label() == null ? UNLABELLED : entry.label();
    producedMs[row] = entry.producedMs();
    linkAge(row);
    linkKey(row, key);
    byId.add(row);
    size++;
    return row;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private int take() {
    if (free != NONE) {
      int row = free;
      free = newer[row];
      return row;
    }
    if (used == names.length) {
      grow(Math.max(64, used + used / 4));
    }
    return used++;
  }

  private void grow(int length) {
    names = Arrays.copyOf(names, length);
    idLengths = Arrays.copyOf(idLengths, length);
    modalities = Arrays.copyOf(modalities, length);
    labels = Arrays.copyOf(labels, length);
    producedMs = Arrays.copyOf(producedMs, length);
    balls = Arrays.copyOf(balls, length);
    places = Arrays.copyOf(places, length);
    older = Arrays.copyOf(older, length);
    newer = Arrays.copyOf(newer, length);
    nextOfKey = Arrays.copyOf(nextOfKey, length);
    previousOfKey = Arrays.copyOf(previousOfKey, length);
  }

  private void linkAge(int row) {
    older[row] = newest;
    newer[row] = NONE;
    if (newest == NONE) {
      oldest = row;
    } else {
      newer[newest] = row;
    }
    newest = row;
  }

  private void linkKey(int row, byte[] key) {
    int other = key.length == 0 ? NONE : ofKey(key);
    if (other == NONE) {
      nextOfKey[row] = row;
      previousOfKey[row] = row;
      if (key.length > 0) {
        byKey.add(row);
      }
    } else {
      int next = nextOfKey[other];
      nextOfKey[other] = row;
      previousOfKey[row] = other;
      nextOfKey[row] = next;
      previousOfKey[next] = row;
    }
  }

  void remove(int row) {
    byId.remove(row);
    unlinkKey(row);
    unlinkAge(row);
    nameBytes -= names[row].length;
    names[row] = null;
    balls[row] = null;
    newer[row] = free;
    free = row;
    size--;
  }

  private void unlinkKey(int row) {
    boolean hasKey = names[row].length > idLengths[row];
    boolean isFirst = hasKey && ofKey(keyOf(row)) == row;
    if (isFirst) {
      byKey.remove(row);
    }
    int next = nextOfKey[row];
    nextOfKey[previousOfKey[row]] = next;
    previousOfKey[next] = previousOfKey[row];
    if (isFirst && next != row) {
      byKey.add(next);
    }
  }

  private void unlinkAge(int row) {
    if (older[row] == NONE) {
      oldest = newer[row];
    } else {
      newer[older[row]] = newer[row];
    }
    if (newer[row] == NONE) {
      newest = older[row];
    } else {
      older[newer[row]] = older[row];
    }
  }

  private byte[] keyOf(int row) {
    return Arrays.copyOfRange(names[row], idLengths[row], names[row].length);
  }

  /** Returns the row of an input, or -1. */
  int find(Modality modality, String id) {
    byte[] wanted = utf8(id);
    return byId.find(
        idHash(modality, wanted, wanted.length),
        row ->
            modalities[row] == modality
                && Arrays.equals(names[row], 0, idLengths[row], wanted, 0, wanted.length));
  }

  /** Returns one of the rows with a key, or -1. */
  int findKey(String key) {
    return ofKey(utf8(key));
  }

  private int ofKey(byte[] key) {
    return byKey.find(
        hash(key, 0, key.length),
        row -> Arrays.equals(names[row], idLengths[row], names[row].length, key, 0, key.length));
  }

  private int idHash(int row) {
    return idHash(modalities[row], names[row], idLengths[row]);
  }

  private static int idHash(Modality modality, byte[] id, int length) {
    return 31 * hash(id, 0, length) + modality.name().hashCode();
  }

  private int keyHash(int row) {
    return hash(names[row], idLengths[row], names[row].length);
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  long bytes() {
    return (long) names.length * ROW_BYTES
        + nameBytes
        + (long) size * ARRAY_HEADER
        + byId.bytes()
        + byKey.bytes();
  }

  /** Returns the row that was added first, or -1. */
  int oldest() {
    return oldest;
  }

  /** Returns the row that was added after one, or -1. */
  int newerThan(int row) {
    return newer[row];
  }

  void place(int row, Ball ball, int place) {
    balls[row] = ball;
    places[row] = place;
  }

  Ball ball(int row) {
    return balls[row];
  }

  int placeInBall(int row) {
    return places[row];
  }

  Modality modality(int row) {
    return modalities[row];
  }

  Integer label(int row) {
    return labels[row] == UNLABELLED ? null : (Integer) labels[row];
  }

  long producedMs(int row) {
    return producedMs[row];
  }

  String id(int row) {
    return new String(names[row], 0, idLengths[row], StandardCharsets.UTF_8);
  }

  /** Returns null if the row has no key. */
  String key(int row) {
    int length = names[row].length - idLengths[row];
    return length == 0
        ? null
        : new String(names[row], idLengths[row], length, StandardCharsets.UTF_8);
  }
}
