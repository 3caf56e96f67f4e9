package io.contrastream.http;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Answers all requests but those for the health on threads of its own: a client that reads its
 * answer slowly blocks a thread, and the health must be told at once however many do so.
 */
final class PageThreads extends Handler.Wrapper {
  private static final int THREADS = 32;

  /** Its queue holds at most one request of each connection. */
  private final QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);

  /**
   * @param name of the server
   */
  PageThreads(String name) {
    threads.setName(name + "-page");
    threads.setReservedThreads(0);
    addBean(threads);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (isHealth(request)) {
      return super.handle(request, response, callback);
    }
    threads.execute(() -> answer(request, response, callback));
    return true;
  }

  private static boolean isHealth(Request request) {
    String path = Request.getPathInContext(request);
    return path != null && path.startsWith("/health/");
  }

  private void answer(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable e) {
      Response.writeError(request, response, callback, e);
    }
  }
}
