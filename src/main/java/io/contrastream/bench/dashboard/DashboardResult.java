package io.contrastream.bench.dashboard;

import io.contrastream.bench.Throughput;

/**
 * The cost of a dashboard with a viewer to a pipeline under full load.
 *
 * @param without median of the phases without a dashboard
 * @param with median of the phases with a dashboard
 * @param cost share of the images/s that the dashboard costs, the median over pairs of adjacent
 *     phases; negative if by chance the pipeline was faster with it
 * @param coreCost share of CPU time per image that the dashboard adds, likewise
 * @param newsBytesPerSecond event stream bytes sent to the page
 * @param load load average of the machine at the end
 */
public record DashboardResult(
    Throughput without,
    Throughput with,
    double cost,
    double coreCost,
    double newsBytesPerSecond,
    double load) {}
