package io.contrastream.sink.file;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a finished file, which is the sink's memory: {@code
 * digit-embeddings-2-00000000000000000120-00000000000000000349.jsonl} holds all rows of partition 2
 * from offset 120 to 349.
 *
 * @param last inclusive; may be the offset of a record that is no row
 */
record OffsetFile(String topic, int partition, long first, long last, String suffix) {

  String fileName() {
    return "%s-%d-%020d-%020d%s".formatted(topic, partition, first, last, suffix);
  }

  /** Reads the name of a file of this topic and suffix; empty if it is another file. */
  static Optional<OffsetFile> parse(String name, String topic, String suffix) {
    Matcher parts =
        Pattern.compile(
                Pattern.quote(topic) + "-(\\d{1,9})-(\\d{20})-(\\d{20})" + Pattern.quote(suffix))
            .matcher(name);
    return parts.matches()
        ? Optional.of(
            new OffsetFile(
                topic,
                Integer.parseInt(parts.group(1)),
                Long.parseLong(parts.group(2)),
                Long.parseLong(parts.group(3)),
                suffix))
        : Optional.empty();
  }
}
