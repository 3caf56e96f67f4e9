package io.contrastream.topic;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The W3C trace context in headers: {@code traceparent} and, beside it, {@code tracestate}, as
 * OpenTelemetry writes them. It is handed on as it came, or not at all: who can't read it must not
 * use it, so what is malformed or too long is left out.
 */
public final class TraceContext {
  public static final String PARENT = "traceparent";
  public static final String STATE = "tracestate";

  /** Far beyond the 55 characters of today's version; a later one may append to them. */
  private static final int LONGEST_PARENT = 256;

  /** What the standard asks everybody to hand on. */
  private static final int LONGEST_STATE = 512;

  /** Trace, span and flags. Zeros alone name nothing. */
  private static final String IDS = "-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}";

  /** Version 00 ends there; version ff is forbidden. */
  private static final Pattern PARENT_FORM =
      Pattern.compile("00" + IDS + "|(?!00|ff)[0-9a-f]{2}" + IDS + "(?:-[!-~]*)?");

  private static final Pattern STATE_FORM = Pattern.compile("[\t -~]+");

  private static final Headers NONE = none();

  private TraceContext() {}

  /** The trace context alone of a record's headers; costs nothing where they have none. */
  public static Headers of(Headers headers) {
    Header parent = headers.lastHeader(PARENT);
    if (parent == null || !hasForm(parent, PARENT_FORM, LONGEST_PARENT)) {
      return NONE;
    }
    Headers own = new RecordHeaders().add(parent);
    Header state = headers.lastHeader(STATE);
    return state != null && hasForm(state, STATE_FORM, LONGEST_STATE) ? own.add(state) : own;
  }

  /**
   * The same from another protocol's headers.
   *
   * @param parent null where there is none
   * @param state null where there is none
   */
  public static Headers of(String parent, String state) {
    Headers given = new RecordHeaders();
    if (parent != null) {
      given.add(PARENT, parent.getBytes(StandardCharsets.UTF_8));
    }
    if (state != null) {
      given.add(STATE, state.getBytes(StandardCharsets.UTF_8));
    }
    return of(given);
  }

  /** The {@code traceparent} among a record's headers; null where there is no valid one. */
  public static String parent(Headers headers) {
    Header parent = of(headers).lastHeader(PARENT);
    return parent == null ? null : text(parent);
  }

  private static boolean hasForm(Header header, Pattern form, int longest) {
    byte[] value = header.value();
    return value != null && value.length <= longest && form.matcher(text(header)).matches();
  }

  private static String text(Header header) {
    return new String(header.value(), StandardCharsets.ISO_8859_1);
  }

  private static Headers none() {
    RecordHeaders none = new RecordHeaders();
    none.setReadOnly();
    return none;
  }
}
