package io.contrastream.dashboard;

import io.contrastream.topic.InputRecord;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.ByteArrayInputStream;
import java.util.Optional;

/** The content of recent inputs: images as PNG, captions as text, sounds as WAV. */
record InputRoutes(RecentInputs inputs) {

  void addTo(RoutesConfig routes) {
    routes.get("/api/images/{id}", this::image);
    routes.get("/api/captions/{id}", this::caption);
    routes.get("/api/sounds/{id}", this::sound);
  }

  private void image(Context context) {
    InputRecord image = found(inputs.image(id(context)), "image");
    cached(context, "image/png").result(InputFiles.png(image.raster()));
  }

  private void caption(Context context) {
    String text = found(inputs.caption(id(context)), "caption").text();
    cached(context, "text/plain; charset=utf-8").result(text);
  }

  /** Answers requests for a part too, which browsers send to play a sound. */
  private void sound(Context context) {
    byte[] wav = InputFiles.wav(found(inputs.sound(id(context)), "sound"));
    cached(context, "audio/wav").writeSeekableStream(new ByteArrayInputStream(wav), "audio/wav");
  }

  private static String id(Context context) {
    return context.pathParam("id");
  }

  private static <T> T found(Optional<T> content, String modality) {
    return content.orElseThrow(
        () ->
            new NotFoundResponse("The %s is unknown or was seen too long ago".formatted(modality)));
  }

  /** An id never gets another content. */
  private static Context cached(Context context, String type) {
    return context
        .header("Cache-Control", "private, max-age=600")
        .header("X-Content-Type-Options", "nosniff")
        .contentType(type);
  }
}
