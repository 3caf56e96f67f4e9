package io.contrastream.topic;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Extracts the W3C trace context, {@code traceparent} and {@code tracestate}, from headers, so that
 * it can be propagated unchanged. The standard forbids the use of invalid headers, so headers that
 * are malformed or too long are dropped.
 */
public final class TraceContext {
  public static final String PARENT = "traceparent";
  public static final String STATE = "tracestate";

  /** Version 00 has 55 characters; later versions may append to them. */
  private static final int MAX_PARENT_LENGTH = 256;

  /** The length that the standard requires everybody to propagate. */
  private static final int MAX_STATE_LENGTH = 512;

  /** Trace id, span id and flags. Ids of zeros only are invalid. */
  private static final String IDS = "-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}";

  /** Version 00 has nothing after the flags; version ff is invalid. */
  private static final Pattern PARENT_FORM =
      Pattern.compile("00" + IDS + "|(?!00|ff)[0-9a-f]{2}" + IDS + "(?:-[!-~]*)?");

  private static final Pattern STATE_FORM = Pattern.compile("[\t -~]+");

  private static final Headers NONE = none();

  private TraceContext() {}

  /** Returns the trace context in a record's headers. Allocates nothing if there is none. */
  public static Headers of(Headers headers) {
    Header parent = headers.lastHeader(PARENT);
    if (parent == null || !hasForm(parent, PARENT_FORM, MAX_PARENT_LENGTH)) {
      return NONE;
    }
    Headers context = new RecordHeaders().add(parent);
    Header state = headers.lastHeader(STATE);
    return state != null && hasForm(state, STATE_FORM, MAX_STATE_LENGTH)
        ? context.add(state)
        : context;
  }

  /** Returns the trace context in another protocol's headers, each null if absent. */
  public static Headers of(String parent, String state) {
    Headers headers = new RecordHeaders();
    if (parent != null) {
      headers.add(PARENT, parent.getBytes(StandardCharsets.UTF_8));
    }
    if (state != null) {
      headers.add(STATE, state.getBytes(StandardCharsets.UTF_8));
    }
    return of(headers);
  }

  /** Returns the {@code traceparent} in a record's headers, or null if it is absent or invalid. */
  public static String parent(Headers headers) {
    Header parent = of(headers).lastHeader(PARENT);
    return parent == null ? null : text(parent);
  }

  private static boolean hasForm(Header header, Pattern form, int maxLength) {
    byte[] value = header.value();
    return value != null && value.length <= maxLength && form.matcher(text(header)).matches();
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
