package io.contrastream.bench.dashboard;

import io.contrastream.bench.Throughput;

/**
 * What a dashboard that somebody looks at costs a pipeline at full load.
 *
 * @param without median of the stretches without a dashboard
 * @param with median of those with one
 * @param cost share of the images/s that it takes: median over neighbouring stretches, negative
 *     where chance made the pipeline faster with it
 * @param coreCost share by which the processor time of an image is higher with it, likewise
 * @param newsBytesPerSecond what the page is sent
 * @param load of the machine when it was over: runnable threads, mean over a minute
 */
public record DashboardResult(
    Throughput without,
    Throughput with,
    double cost,
    double coreCost,
    double newsBytesPerSecond,
    double load) {}
