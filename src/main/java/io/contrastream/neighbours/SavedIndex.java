package io.contrastream.neighbours;

import io.contrastream.schema.Modality;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Writes an index to a stream and reads it again: the balls with their centres, and then the
 * embeddings from the oldest to the newest, each with its ball, so that reading searches for
 * nothing.
 */
public final class SavedIndex {
  private SavedIndex() {}

  /** Called by the thread that changes the index. */
  public static void write(NeighbourIndex index, DataOutputStream out) throws IOException {
    out.writeUTF(index.space());
    out.writeInt(index.dimension());
    out.writeInt(index.size());
    out.writeInt(Modality.values().length);
    for (Modality modality : Modality.values()) {
      List<Ball> balls = index.balls(modality);
      out.writeUTF(modality.name());
      out.writeInt(balls.size());
      for (Ball ball : balls) {
        EntryFormat.writeVector(ball.center(), out);
      }
    }
    Rows rows = index.rows();
    for (int row = rows.oldest(); row >= 0; row = rows.newerThan(row)) {
      out.writeInt(rows.ball(row).number);
      EntryFormat.write(index.entry(row), out);
    }
  }

  /**
   * Reads what {@link #write} wrote, which has been checked for damage.
   *
   * @param capacities of the new index by dimension; if it is less than what was written, the
   *     oldest are left out
   * @throws IOException if the stream ends or makes no sense
   */
  public static NeighbourIndex read(DataInputStream in, IntUnaryOperator capacities)
      throws IOException {
    String space = in.readUTF();
    int dimension = in.readInt();
    int size = in.readInt();
    EntryFormat.require(
        dimension > 0 && dimension <= EntryFormat.MAX_DIMENSION, "dimension", dimension);
    int capacity = capacities.applyAsInt(dimension);
    NeighbourIndex index = new NeighbourIndex(space, dimension, capacity);
    Map<Modality, List<Ball>> balls = readBalls(index, in);
    for (int left = size; left > 0; left--) {
      int number = in.readInt();
      Entry entry = EntryFormat.read(in);
      List<Ball> ofModality = balls.getOrDefault(entry.modality(), List.of());
      EntryFormat.require(number >= 0 && number < ofModality.size(), "ball", number);
      EntryFormat.require(entry.vector().length == dimension, "dimension", entry.vector().length);
      if (left <= capacity) {
        index.restore(entry, ofModality.get(number));
      }
    }
    return index;
  }

  /** An older release may have written fewer modalities. */
  private static Map<Modality, List<Ball>> readBalls(NeighbourIndex index, DataInputStream in)
      throws IOException {
    Map<Modality, List<Ball>> balls = new EnumMap<>(Modality.class);
    for (int modalities = in.readInt(); modalities > 0; modalities--) {
      Modality modality = EntryFormat.modality(in.readUTF());
      List<Ball> read = new ArrayList<>();
      for (int count = in.readInt(); count > 0; count--) {
        read.add(index.restoreBall(modality, EntryFormat.readVector(index.dimension(), in)));
      }
      balls.put(modality, read);
    }
    return balls;
  }
}
