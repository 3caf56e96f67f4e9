package io.contrastream.config;

import java.nio.file.Path;

/** The installation folder, with the launcher, the settings and the checkpoints. */
public final class Home {
  private static final String PROPERTY = "contrastream.home";

  private Home() {}

  /** Returns the absolute path that the launcher sets, by default the current folder. */
  public static Path folder() {
    return Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath().normalize();
  }

  /** Resolves a path against {@link #folder}. A leading {@code ~} is the user's home folder. */
  static Path resolve(String path) {
    boolean inUserHome = path.equals("~") || path.startsWith("~/");
    String expanded = inUserHome ? System.getProperty("user.home") + path.substring(1) : path;
    return folder().resolve(expanded).normalize();
  }
}
