package io.contrastream.cli.frame;

/** The exit codes of every command; 0 is success. */
public final class ExitCode {
  public static final int FAILED = 1;

  /** Wrong options or settings. */
  public static final int USAGE = 2;

  /** Stopped by a signal, as shells report Ctrl-C. */
  public static final int STOPPED = 130;

  private ExitCode() {}
}
