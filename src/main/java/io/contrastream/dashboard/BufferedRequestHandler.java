package io.contrastream.dashboard;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Gives a request a thread of the server once its body is there: who sends slowly keeps no thread
 * waiting. A body that stops coming ends its request after the connector's idle timeout.
 *
 * <p>Handlers within this must throw what fails and not tell their callback, which Jetty's handler
 * of eager content does not hand on.
 */
final class BufferedRequestHandler extends Handler.Wrapper {

  /**
   * @param mostBytes of a body that are waited for; of a larger one the rest is read as it comes
   */
  BufferedRequestHandler(long mostBytes) {
    super(
        new EagerContentHandler(
            new EagerContentHandler.RetainedContentLoaderFactory(mostBytes, 0, false)));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(new Impatient(request), response, callback);
  }

  /** Jetty takes a timeout for a fault that passes, and would wait for the rest for ever. */
  private static final class Impatient extends Request.Wrapper {
    Impatient(Request request) {
      super(request);
    }

    @Override
    public Content.Chunk read() {
      Content.Chunk chunk = super.read();
      return Content.Chunk.isFailure(chunk, false)
          ? Content.Chunk.from(chunk.getFailure(), true)
          : chunk;
    }
  }
}
