package io.contrastream.config;

import java.nio.file.Path;

/** Where Contrastream is installed: the folder of its launcher, its settings and checkpoints. */
public final class Home {
  private static final String PROPERTY = "contrastream.home";

  private Home() {}

  /** What the launcher says, else the current folder; absolute. */
  public static Path folder() {
    return Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath().normalize();
  }

  /** A leading {@code ~} is the person's own folder; what is relative starts at {@link #folder}. */
  static Path resolve(String path) {
    boolean own = path.equals("~") || path.startsWith("~/");
    String expanded = own ? System.getProperty("user.home") + path.substring(1) : path;
    return folder().resolve(expanded).normalize();
  }
}
