package io.contrastream.dashboard;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;

/** What the page asks: the live stream, pictures, and the buttons for checkpoints. */
record LiveRoutes(LiveFeed feed, CheckpointDesk desk, Token token) {

  void addTo(RoutesConfig routes) {
    routes.sse("/api/live", client -> feed.watch(client));
    routes.get("/api/images/{id}", this::picture);
    routes.post("/api/checkpoints/{id}/activate", this::activate);
    routes.post("/api/rollback", this::rollBack);
  }

  private void picture(Context context) {
    byte[] png =
        feed.pictures()
            .png(context.pathParam("id"))
            .orElseThrow(() -> new NotFoundResponse("No such image was seen lately"));
    context.header("Cache-Control", "private, max-age=600").contentType("image/png").result(png);
  }

  private void activate(Context context) {
    token.check(context);
    desk.activate(context.pathParam("id"));
    context.contentType("application/json").result(Json.text(desk.view()));
  }

  private void rollBack(Context context) {
    token.check(context);
    desk.rollBack();
    context.contentType("application/json").result(Json.text(desk.view()));
  }
}
