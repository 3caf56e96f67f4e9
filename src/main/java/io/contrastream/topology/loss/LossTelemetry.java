package io.contrastream.topology.loss;

import io.contrastream.config.DriftSettings;
import io.contrastream.config.LossSettings;
import io.contrastream.schema.LossWindow;
import io.contrastream.topology.embed.EmbeddedInput;
import io.contrastream.topology.join.JoinResult;
import io.contrastream.topology.streams.Arrivals;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;

/** Adds the steps that report losses and drift to the topology. */
public final class LossTelemetry {
  private static final String SUMS = "sum-losses";

  private LossTelemetry() {}

  /**
   * Returns the windows that are over.
   *
   * @param store for the open windows; in memory
   * @param acceptedTime returns the timestamp nearest to a given one that the output topic accepts
   */
  public static KStream<String, LossWindow> of(
      KStream<String, EmbeddedInput> embedded,
      KStream<String, JoinResult> results,
      KeyValueBytesStoreSupplier store,
      LossSettings loss,
      DriftSettings drift,
      Arrivals arrivals,
      LongUnaryOperator acceptedTime) {
    KStream<String, LossPart> parts =
        results.process(SumLosses.supplier(SUMS, loss.window()), Named.as(SUMS));
    embedded.process(() -> new SumEmbeddings(SUMS), Named.as("sum-embeddings"), SUMS);
    return parts
        .repartition(
            Repartitioned.<String, LossPart>as("losses")
                .withKeySerde(Serdes.String())
                .withValueSerde(new LossPartSerde()))
        .process(
            LossWindows.supplier(store, "drift-references", loss, drift, arrivals, acceptedTime),
            Named.as("loss-windows"));
  }
}
