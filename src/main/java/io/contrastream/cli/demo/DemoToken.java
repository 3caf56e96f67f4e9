package io.contrastream.cli.demo;

import io.contrastream.config.DashboardSettings;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What lets the person who started a demo press the buttons of its page: a token made for this run,
 * where the settings name none. The page's address brings it along behind a #, which browsers send
 * to no server.
 */
final class DemoToken {
  private static final int BYTES = 18;

  private final Optional<String> made;

  private DemoToken(Optional<String> made) {
    this.made = made;
  }

  static DemoToken of(DashboardSettings settings) {
    return new DemoToken(
        settings.enabled() && settings.token().isEmpty()
            ? Optional.of(random())
            : Optional.empty());
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  /** {@code key=value}; nothing where the person has a token of their own. */
  List<String> suggested() {
    return made.map(token -> "dashboard.token=" + token).stream().toList();
  }

  /** For the person's eyes only, never for a log. */
  String address(String url) {
    return made.map(token -> url + "/#token=" + token).orElse(url);
  }
}
