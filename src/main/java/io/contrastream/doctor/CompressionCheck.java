package io.contrastream.doctor;

import io.contrastream.topic.CompressionFault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** Checks that records of each compression can be read and written. */
record CompressionCheck() implements Check {
  private static final byte RECORD_FORMAT = 2;
  private static final List<String> ALL = List.of("gzip", "snappy", "lz4", "zstd");

  @Override
  public List<Outcome> run() {
    List<Outcome> faults = ALL.stream().flatMap(CompressionCheck::faults).toList();
    return faults.isEmpty() ? List.of(Outcome.ok(String.join(", ", ALL) + " work")) : faults;
  }

  private static Stream<Outcome> faults(String compression) {
    try (OutputStream out =
        Compression.of(compression)
            .build()
            .wrapForOutput(new ByteBufferOutputStream(1024), RECORD_FORMAT)) {
      out.write(new byte[100]);
      return Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (KafkaException e) {
      return Stream.of(
          Outcome.failed(
              CompressionFault.of(e).orElseThrow(() -> e),
              "until then, records that are compressed with %s end process"
                  .formatted(compression)));
    }
  }
}
