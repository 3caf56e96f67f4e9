package example;

import io.contrastream.topology.microbatch.MicroBatch;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.StreamsBuilder;

class Scores {
  static void addTo(StreamsBuilder builder) {
    MicroBatch.of("score", 128, Duration.ofMillis(20), Scores::score)
        .applyTo(builder.<String, String>stream("texts"))
        .to("scores");
  }

  /** One call for up to 128 texts: a model, a GPU, a database, a remote service. */
  static List<String> score(List<String> texts) {
    return texts.stream().map(text -> "" + text.length()).toList();
  }
}
