package io.contrastream.neighbours.search;

import io.contrastream.encoding.Modalities;
import io.contrastream.neighbours.Filter;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.neighbours.NeighbourIndex.Neighbour;
import io.contrastream.schema.Modality;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a search looks for, from the parameters of a request.
 *
 * @param count of neighbours of each modality
 */
public record Wanted(Filter filter, int count) {
  private static final int DEFAULT_COUNT = 10;
  private static final int MAX_COUNT = 100;

  /** Throws the response to send if a parameter is invalid. */
  public static Wanted of(Context context) {
    Filter filter =
        new Filter(
            modalities(context.queryParam("modality")),
            label(context.queryParam("label")),
            time("from", context, Long.MIN_VALUE),
            time("to", context, Long.MAX_VALUE));
    return new Wanted(filter, count(context.queryParam("k")));
  }

  private static Set<Modality> modalities(String names) {
    if (names == null) {
      return Filter.ALL_MODALITIES;
    }
    Set<Modality> modalities = EnumSet.noneOf(Modality.class);
    for (String name : names.split(",", -1)) {
      modalities.add(
          Modalities.named(name)
              .orElseThrow(
                  () ->
                      new BadRequestResponse(
                          "modality is %s, allowed are %s, separated by commas"
                              .formatted(names, Modalities.names()))));
    }
    return modalities;
  }

  private static Integer label(String text) {
    if (text == null) {
      return null;
    }
    if (!text.matches("\\d{1,9}")) {
      throw new BadRequestResponse("label is %s, allowed is an integer from 0".formatted(text));
    }
    return Integer.valueOf(text);
  }

  private static long time(String name, Context context, long absent) {
    String text = context.queryParam(name);
    if (text == null) {
      return absent;
    }
    try {
      return text.matches("\\d{1,15}") ? Long.parseLong(text) : Instant.parse(text).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new BadRequestResponse(
          "%s is %s, allowed is a time such as 2026-01-31T12:00:00Z, or milliseconds since 1970"
              .formatted(name, text));
    }
  }

  private static int count(String text) {
    if (text == null) {
      return DEFAULT_COUNT;
    }
    int count = text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
    if (count < 1 || count > MAX_COUNT) {
      throw new BadRequestResponse("k is %s, allowed is 1 to %d".formatted(text, MAX_COUNT));
    }
    return count;
  }

  public List<Neighbour> in(NeighbourIndex index, float[] vector) {
    return index.nearest(vector, filter, count);
  }
}
