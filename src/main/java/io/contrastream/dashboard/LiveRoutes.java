package io.contrastream.dashboard;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Map;
import java.util.Objects;

/**
 * What the page asks: the live stream, pictures, vectors, and the buttons for checkpoints.
 *
 * @param driftThreshold distance above which a window counts as drift
 */
record LiveRoutes(LiveFeed feed, CheckpointDesk desk, BearerToken token, double driftThreshold) {

  void addTo(RoutesConfig routes) {
    routes.sse("/api/live", client -> feed.watch(client));
    routes.get("/api/settings", this::settings);
    routes.get("/api/embeddings", this::embeddings);
    routes.get("/api/images/{id}", this::picture);
    routes.post("/api/checkpoints/{id}/activate", this::activate);
    routes.post("/api/rollback", this::rollBack);
  }

  private void settings(Context context) {
    Map<String, Object> told =
        Map.of("mayActivate", token.isSet(), "driftThreshold", driftThreshold);
    context.contentType("application/json").result(Json.text(told));
  }

  private void embeddings(Context context) {
    String after = Objects.requireNonNullElse(context.queryParam("after"), "0");
    if (!after.matches("\\d{1,18}")) {
      throw new BadRequestResponse("after is %s, allowed is 0 or more".formatted(after));
    }
    context.contentType("application/json");
    context.result(Json.text(feed.embeddings(Long.parseLong(after))));
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
