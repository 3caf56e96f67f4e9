package io.contrastream.dashboard;

import io.contrastream.image.Digit;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Objects;

/** The endpoints of the page: the live stream, images, vectors, and changes of the checkpoint. */
record LiveRoutes(
    LiveFeed feed, CheckpointControl checkpoints, BearerToken token, double driftThreshold) {

  /** What the page needs to know once. */
  private record PageSettings(
      boolean mayActivate, double driftThreshold, int imageWidth, int imageHeight) {}

  void addTo(RoutesConfig routes) {
    routes.sse("/api/live", client -> feed.watch(client));
    routes.get("/api/settings", this::settings);
    routes.get("/api/embeddings", this::embeddings);
    routes.get("/api/images/{id}", this::image);
    routes.post("/api/checkpoints/{id}/activate", this::activate);
    routes.post("/api/rollback", this::rollBack);
  }

  private void settings(Context context) {
    Json.answer(
        context, new PageSettings(token.isSet(), driftThreshold, Digit.WIDTH, Digit.HEIGHT));
  }

  private void embeddings(Context context) {
    String after = Objects.requireNonNullElse(context.queryParam("after"), "0");
    if (!after.matches("\\d{1,18}")) {
      throw new BadRequestResponse("after is %s, allowed is 0 or more".formatted(after));
    }
    Json.answer(context, feed.embeddings(Long.parseLong(after)));
  }

  private void image(Context context) {
    byte[] png =
        feed.images()
            .png(context.pathParam("id"))
            .orElseThrow(
                () -> new NotFoundResponse("The image is unknown or was seen too long ago"));
    context.header("Cache-Control", "private, max-age=600").contentType("image/png").result(png);
  }

  private void activate(Context context) {
    token.check(context);
    checkpoints.activate(context.pathParam("id"));
    Json.answer(context, checkpoints.view());
  }

  private void rollBack(Context context) {
    token.check(context);
    checkpoints.rollBack();
    Json.answer(context, checkpoints.view());
  }
}
