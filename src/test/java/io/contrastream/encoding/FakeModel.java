package io.contrastream.encoding;

import io.contrastream.caption.Caption;
import io.contrastream.checkpoint.Networks;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often it is freed. */
final class FakeModel implements Model {
  private final String id;
  final AtomicInteger timesFreed = new AtomicInteger();

  FakeModel(String id) {
    this.id = id;
  }

  @Override
  public String checkpointId() {
    return id;
  }

  @Override
  public String spaceId() {
    return "space-of-" + id;
  }

  @Override
  public boolean has(Modality modality) {
    return true;
  }

  @Override
  public Encoder<byte[]> images() {
    return new FakeEncoder<>(id, Networks.IMAGE.spec());
  }

  @Override
  public Encoder<Caption> captions() {
    return new FakeEncoder<>(id, Networks.CAPTION.spec());
  }

  @Override
  public Encoder<Sound> sounds() {
    return new FakeEncoder<>(id, Networks.SOUND.spec());
  }

  @Override
  public void close() {
    timesFreed.incrementAndGet();
  }

  private record FakeEncoder<I>(String checkpointId, EncoderSpec spec) implements Encoder<I> {
    @Override
    public float[][] embed(List<I> inputs) {
      return new float[inputs.size()][spec.dimension()];
    }

    @Override
    public void close() {}
  }
}
