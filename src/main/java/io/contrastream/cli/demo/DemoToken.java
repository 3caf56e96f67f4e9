package io.contrastream.cli.demo;

import io.contrastream.config.DashboardSettings;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The token that authorizes the user who started a demo to use the dashboard's controls. If the
 * settings have none, one is generated for this run and put into the printed URL's fragment, which
 * browsers do not send to servers.
 */
final class DemoToken {
  private static final int BYTES = 18;

  private final Optional<String> generated;

  private DemoToken(Optional<String> generated) {
    this.generated = generated;
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

  /** Returns the setting {@code key=value}; empty if the settings have a token. */
  List<String> suggested() {
    return generated.map(token -> "dashboard.token=" + token).stream().toList();
  }

  /** Returns the URL with the token. Must not be logged. */
  String address(String url) {
    return generated.map(token -> url + "/#token=" + token).orElse(url);
  }
}
