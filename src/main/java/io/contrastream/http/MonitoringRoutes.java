package io.contrastream.http;

import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;

/** The endpoints for monitoring: {@code /metrics} and {@code /health}. */
public record MonitoringRoutes(Meters meters, Health health) {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  public void addTo(RoutesConfig routes) {
    routes.get("/metrics", context -> context.result(meters.scrape()).contentType(PROMETHEUS));
    routes.get("/health/live", context -> answer(context, health.liveness()));
    routes.get("/health/ready", context -> answer(context, health.readiness()));
  }

  private static void answer(Context context, Health.Report report) {
    context.status(report.ok() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    Json.answer(
        context, Map.of("status", report.ok() ? "UP" : "DOWN", "problems", report.problems()));
  }
}
