package io.contrastream.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A settings record rejects its values. */
public final class IllegalSettingsException extends IllegalArgumentException {
  private final transient Map<String, String> allowedByKey;

  IllegalSettingsException(Map<String, String> allowedByKey) {
    super(
        allowedByKey.entrySet().stream()
            .map(fault -> fault.getKey() + " must be " + fault.getValue())
            .collect(Collectors.joining("; ")));
    this.allowedByKey = Collections.unmodifiableMap(new LinkedHashMap<>(allowedByKey));
  }

  /** Returns the allowed values for each wrong key. */
  Map<String, String> allowedByKey() {
    return allowedByKey;
  }
}
