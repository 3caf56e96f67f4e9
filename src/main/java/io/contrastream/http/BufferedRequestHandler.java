package io.contrastream.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Hands a request to a server thread only when its whole body has arrived, so that slow clients
 * block no thread. A body that stalls fails its request after the connector's idle timeout. Nested
 * handlers must throw their failures: Jetty's {@link EagerContentHandler} does not forward those
 * that they report to their callback.
 */
final class BufferedRequestHandler extends Handler.Wrapper {

  /**
   * @param maxBytes of a body to buffer; the rest of a larger one is read as it arrives
   * @param next gets the buffered requests
   */
  BufferedRequestHandler(long maxBytes, Handler.Singleton next) {
    super(
        new EagerContentHandler(
            next, new EagerContentHandler.RetainedContentLoaderFactory(maxBytes, 0, false)));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(new FailOnTimeout(request), response, callback);
  }

  /** Makes timeouts permanent: Jetty takes them for transient and would wait for ever. */
  private static final class FailOnTimeout extends Request.Wrapper {
    FailOnTimeout(Request request) {
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
