package io.contrastream.cluster;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Main class of a child JVM: runs another main class and ends when the parent is gone, however that
 * died. The parent holds the other end of standard input; the system closes it with the parent.
 */
final class DieWithParent {
  private DieWithParent() {}

  /**
   * @param args the main class to run, then its arguments
   */
  public static void main(String[] args) throws Throwable {
    Thread watch = new Thread(DieWithParent::endWithInput, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    Method main = Class.forName(args[0]).getMethod("main", String[].class);
    try {
      main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // The parent never writes; only the end matters.
      }
    } catch (IOException e) {
      // A broken pipe is an end, too.
    }
    Runtime.getRuntime().halt(0);
  }
}
