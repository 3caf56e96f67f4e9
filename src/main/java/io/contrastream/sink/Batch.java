package io.contrastream.sink;

import java.util.List;
import java.util.Map;

/**
 * Rows that are written together.
 *
 * @param rows in the order of their offsets, within each partition
 * @param positions by partition: the offset after the batch, which is after its last row if there
 *     are records behind it that are skipped, or marks of transactions
 */
public record Batch(List<Row> rows, Map<Integer, Long> positions) {}
