package io.contrastream.testing;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.Networks;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Brings about what may become of checkpoints. */
public final class StagedCheckpoints {
  private StagedCheckpoints() {}

  /**
   * @return the id of a network that has learnt nothing, ready to be activated
   */
  public static String publishUntrained(Settings settings) {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        CheckpointAdmin store =
            new CheckpointAdmin(settings, Topics.of(settings, registry).checkpoints())) {
      var how = settings.model();
      Checkpoint shipped =
          CheckpointFile.load(new CheckpointFolder(how.checkpointsDir()).resolve(how.checkpoint()));
      Checkpoint untrained = InitialWeights.in(shipped, Networks.IMAGE, 1);
      try (Encoder<byte[]> model =
          ImageEncoders.load(untrained, "the test", how.path(), how.device(), List.of())) {
        store.publish(untrained, model);
      }
      return untrained.id();
    }
  }

  /** One at the gate, as a trainer tells it; one by processors, which are told to go over to it. */
  public static void refuse(Settings settings, String atTheGate, String byProcessors) {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      refuseAtTheGate(settings, topics, atTheGate);
      try (CheckpointAdmin store = new CheckpointAdmin(settings, topics.checkpoints())) {
        store.activate(byProcessors, ActivationCause.MANUAL, "for the test", "the test");
      }
    }
  }

  private static void refuseAtTheGate(Settings settings, Topics topics, String id) {
    TrainingStep refusal =
        TrainingStep.newBuilder()
            .setTrainerId("the test")
            .setKind(TrainingEvent.REFUSED)
            .setAtMs(System.currentTimeMillis())
            .setCheckpointId(id)
            .setReasons(List.of("too weak"))
            .build();
    try (KafkaProducer<String, TrainingStep> producer =
        new KafkaProducer<>(
            settings.producerProperties(),
            topics.training().keys().serializer(),
            topics.training().values().serializer())) {
      producer.send(new ProducerRecord<>(topics.training().name(), "the test", refusal));
    }
  }
}
