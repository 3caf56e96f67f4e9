package io.contrastream.dashboard;

import io.contrastream.encoding.Modalities;
import io.contrastream.http.BearerToken;
import io.contrastream.http.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;

/** The endpoints of the page: the live stream, vectors, and changes of the checkpoint. */
record LiveRoutes(
    LiveFeed feed,
    CheckpointControl checkpoints,
    ProcessModel model,
    BearerToken token,
    double driftThreshold) {

  /**
   * What the page needs to know once, and after a swap.
   *
   * @param modalities of questions that can be answered
   */
  private record PageSettings(
      boolean mayActivate,
      double driftThreshold,
      int imageWidth,
      int imageHeight,
      List<String> modalities) {}

  void addTo(RoutesConfig routes) {
    routes.sse("/api/live", client -> feed.watch(client));
    routes.get("/api/settings", this::settings);
    routes.get("/api/embeddings", this::embeddings);
    routes.post("/api/checkpoints/{id}/activate", this::activate);
    routes.post("/api/rollback", this::rollBack);
  }

  private void settings(Context context) {
    List<Integer> shape = model.images().shape();
    Json.answer(
        context,
        new PageSettings(
            token.isSet(),
            driftThreshold,
            shape.get(2),
            shape.get(1),
            model.modalities().stream().map(Modalities::name).toList()));
  }

  private void embeddings(Context context) {
    String after = Objects.requireNonNullElse(context.queryParam("after"), "0");
    if (!after.matches("\\d{1,18}")) {
      throw new BadRequestResponse("after is %s, allowed is 0 or more".formatted(after));
    }
    Json.answer(context, feed.embeddings(Long.parseLong(after)));
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
