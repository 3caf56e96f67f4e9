package io.contrastream.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.schema.Modality;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SavedIndexTest {

  /** A release with another modality must read it. */
  @Test
  void shouldReadWhatWasWrittenWithFewerModalities() throws IOException {
    // given
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    float[] vector = {0.6f, 0.8f};
    out.writeUTF("a");
    out.writeInt(2); // dimension
    out.writeInt(1); // size
    out.writeInt(1); // modalities
    out.writeUTF("CAPTION");
    out.writeInt(1); // balls
    EntryFormat.writeVector(vector, out);
    out.writeInt(0); // ball of the entry
    EntryFormat.write(new Entry(Modality.CAPTION, "x", "key", null, 7, vector), out);

    // when
    NeighbourIndex index =
        SavedIndex.read(
            new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), dimension -> 10);

    // then
    assertThat(index.vector(Modality.CAPTION, "x"))
        .hasValueSatisfying(read -> assertThat(read).containsExactly(vector));
    assertThat(index.size(Modality.IMAGE)).isZero();
  }
}
