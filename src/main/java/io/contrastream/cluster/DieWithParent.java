package io.contrastream.cluster;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Main class of a child JVM. Runs another main class and halts the JVM when the parent process
 * ends, however it ends: the operating system then closes the parent's end of standard input.
 */
final class DieWithParent {
  private DieWithParent() {}

  /**
   * @param args the main class to run, then its arguments
   */
  public static void main(String[] args) throws Throwable {
    Thread watch = new Thread(DieWithParent::haltAtEndOfInput, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    Method main = Class.forName(args[0]).getMethod("main", String[].class);
    try {
      main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void haltAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // The parent never writes.
      }
    } catch (IOException e) {
      // A broken pipe means that the parent is gone, too.
    }
    Runtime.getRuntime().halt(0);
  }
}
